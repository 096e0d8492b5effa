using System.Net;
using System.Net.Http.Headers;

namespace EventAdmin.Client;

/// <summary>A body that knows whether any of it was sent: without one, a server has executed nothing.</summary>
internal sealed class RequestBody : HttpContent
{
    private readonly byte[] _bytes;

    public RequestBody(byte[] bytes, string mediaType)
    {
        _bytes = bytes;
        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
    }

    public bool IsBegun { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsBegun = true;
        await stream.WriteAsync(_bytes, cancellationToken).ConfigureAwait(false);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
