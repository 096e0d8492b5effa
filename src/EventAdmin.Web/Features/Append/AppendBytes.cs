using EventAdmin.Web.Http.Api;
using Microsoft.AspNetCore.Http.Features;

namespace EventAdmin.Web.Features.Append;

/// <summary>Reads the body of an append as one piece that the events' data stay in.</summary>
internal static class AppendBytes
{
    /// <summary>Larger than the largest append (4 MiB of data and metadata), because JSON and Base64 take more room than what they carry.</summary>
    public const int BytesMax = 8 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        var limit = request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is { IsReadOnly: false })
            limit.MaxRequestBodySize = BytesMax;
        if (request.ContentLength > BytesMax)
            throw TooLarge();
        var aborted = request.HttpContext.RequestAborted;
        if (request.ContentLength is { } length)
        {
            var whole = new byte[length];
            await request.Body.ReadExactlyAsync(whole, aborted);
            return WithoutMark(whole);
        }

        using var growing = new MemoryStream();
        await request.Body.CopyToAsync(growing, aborted);
        return growing.Length <= BytesMax ? WithoutMark(growing.ToArray()) : throw TooLarge();
    }

    private static ReadOnlyMemory<byte> WithoutMark(byte[] body) =>
        body.AsSpan().StartsWith(ByteOrderMark) ? body.AsMemory(ByteOrderMark.Length) : body;

    private static RequestRefusedException TooLarge() =>
        ApiQuery.Refuse(ProblemKind.LimitExceeded.With($"The body has more than {BytesMax} bytes. Send it in several appends.", limit: "body"));
}
