using System.Net;
using System.Net.Http.Headers;

namespace EventAdmin.Storage.Cassandra.Instances;

/// <summary>
/// One request of HTTP/2 to another instance whose body and answer both stay open: a stream of bytes each way. Without TLS it begins as HTTP/2
/// at once. A connection over which nothing comes back is noticed by pings.
/// </summary>
internal sealed class Http2Transport : IInstanceTransport, IDisposable
{
    /// <summary>Where an instance takes such a request.</summary>
    public const string Path = "/instances/channel";

    /// <summary>What is in it.</summary>
    public const string ContentType = "application/vnd.eventadmin.instance";

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PingWithin = TimeSpan.FromSeconds(4);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        KeepAlivePingDelay = PingEvery,
        KeepAlivePingTimeout = PingWithin,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        // A channel has a connection of its own, so that what closes one closes nothing else.
        EnableMultipleHttp2Connections = true,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <inheritdoc/>
    public async Task<InstanceStreams> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var body = new OpenBody();
        HttpRequestMessage? request = new(HttpMethod.Post, new Uri(address, Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        HttpResponseMessage? response = null;
        try
        {
            response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new IOException($"{address} answered {(int)response.StatusCode}.");
            var input = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var output = await body.Stream.WaitAsync(cancellationToken).ConfigureAwait(false);
            var (sent, answered) = (request, response);
            (request, response) = (null, null);
            return new InstanceStreams(input, output, () =>
            {
                body.End();
                answered.Dispose();
                sent.Dispose();
            });
        }
        catch (HttpRequestException e)
        {
            throw new IOException($"{address} can't be reached: {e.Message}", e);
        }
        finally
        {
            if (request is not null)
                body.End();
            response?.Dispose();
            request?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>A body that is written as long as it is open.</summary>
    private sealed class OpenBody : HttpContent
    {
        private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public OpenBody() => Headers.ContentType = new MediaTypeHeaderValue(ContentType);

        public Task<Stream> Stream => _stream.Task;

        public void End() => _ended.TrySetResult();

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            _stream.TrySetResult(stream);
            return _ended.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
