using EventAdmin.Web.Http.Api;
using Microsoft.AspNetCore.Http.Features;

namespace EventAdmin.Web.Features.Append;

/// <summary>Reads the body of an append as one piece that the events' data stay in.</summary>
internal static class AppendBytes
{
    /// <summary>Larger than the largest append (4 MiB of data and metadata), because JSON and Base64 take more room than what they carry.</summary>
    public const int BytesMax = 8 * 1024 * 1024;

    private const int PieceBytes = 64 * 1024;

    // A caller who is cut off while it sends may never read why; up to here what is too large is passed over first.
    private const int BytesPassedOverMax = 32 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = BytesPassedOverMax;
        var aborted = request.HttpContext.RequestAborted;
        if (request.ContentLength > BytesMax)
            throw await TooLargeAsync(request);
        if (request.ContentLength is { } length)
        {
            var whole = new byte[length];
            await request.Body.ReadExactlyAsync(whole, aborted);
            return WithoutMark(whole);
        }

        using var growing = new MemoryStream();
        var piece = new byte[PieceBytes];
        while (await request.Body.ReadAsync(piece, aborted) is var count and > 0)
        {
            await growing.WriteAsync(piece.AsMemory(0, count), aborted);
            if (growing.Length > BytesMax)
                throw await TooLargeAsync(request);
        }

        return WithoutMark(growing.ToArray());
    }

    private static ReadOnlyMemory<byte> WithoutMark(byte[] body) =>
        body.AsSpan().StartsWith(ByteOrderMark) ? body.AsMemory(ByteOrderMark.Length) : body;

    private static async Task<RequestRefusedException> TooLargeAsync(HttpRequest request)
    {
        await request.Body.CopyToAsync(Stream.Null, request.HttpContext.RequestAborted);
        return ApiQuery.Refuse(ProblemKind.LimitExceeded.With($"The body has more than {BytesMax} bytes. Send it in several appends.", limit: "body"));
    }
}
