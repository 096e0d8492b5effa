using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

/// <summary>One connection at the peer's end.</summary>
internal sealed class PeerLink(Socket socket, PeerScript script, ChannelWriter<PeerLink> ready) : IDisposable
{
    private readonly Channel<PeerRequest> _requests = Channel.CreateUnbounded<PeerRequest>();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly PeerInput _input = new();
    private Stream _stream = new NetworkStream(socket, ownsSocket: true);
    private CqlProtocolVersion _version = CqlProtocolVersion.V5;
    private bool _isFramed;
    private bool _isReady;
    private Task? _reading;

    /// <summary>How many requests have come after the handshake.</summary>
    public int Received { get; private set; }

    /// <summary>The next request after the handshake that the script does not answer.</summary>
    public async Task<PeerRequest> NextAsync() => await Await.Value(_requests.Reader.ReadAsync().AsTask(), "a request at the peer");

    /// <summary>The same, for a loop that is told when to end.</summary>
    public async Task<PeerRequest> NextUntilAsync(CancellationToken cancellationToken) => await _requests.Reader.ReadAsync(cancellationToken);

    /// <summary>A request that is here already.</summary>
    public bool TryNext([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PeerRequest? request) => _requests.Reader.TryRead(out request);

    /// <summary>Whether a request is here already.</summary>
    public bool HasMore => _requests.Reader.Count > 0;

    public void Start() => _reading = RunAsync();

    /// <summary>Sends whole envelopes, in one segment where the version has segments.</summary>
    public Task SendAsync(params byte[][] envelopes)
    {
        byte[] payload = [.. envelopes.SelectMany(one => one)];
        return SendRawAsync(_isFramed && _version == CqlProtocolVersion.V5 ? Wire.Segments(payload) : payload);
    }

    public Task AnswerAsync(PeerRequest request, params byte[] body) => SendAsync(Answer(request, Opcode.Result, body));

    public byte[] Answer(PeerRequest request, Opcode opcode, byte[] body) => Wire.Envelope(_version, request.Id, opcode, body);

    public async Task SendRawAsync(byte[] bytes)
    {
        await _sending.WaitAsync();
        try
        {
            await _stream.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // The client has gone; a test that cares asks the client.
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Ends the connection with RST.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    /// <summary>Ends the connection with FIN.</summary>
    public void Finish() => socket.Shutdown(SocketShutdown.Send);

    public void Dispose()
    {
        _stream.Dispose();
        socket.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            if (script.Tls is { } tls)
            {
                var secured = new SslStream(_stream);
                _stream = secured;
                await secured.AuthenticateAsServerAsync(tls);
            }

            while (await _input.ReadAsync(_stream) is { } request) await TakeAsync(request);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The client closed or did not like our certificate: what the test is about is seen at the client.
        }
        finally
        {
            _requests.Writer.TryComplete();
        }
    }

    private async Task TakeAsync(PeerRequest request)
    {
        if (!_isReady && request.Opcode == script.SilentAt) return;
        if (request.Header.Version > (int)script.VersionMax)
        {
            await SendRawAsync(Wire.Envelope(script.VersionMax, request.Id, Opcode.Error, Wire.Error(0x000A, "Invalid or unsupported protocol version")));
            return;
        }

        _version = (CqlProtocolVersion)request.Header.Version;
        if (!_isReady && Wire.HandshakeAnswer(request, script) is var (opcode, body))
        {
            _isReady = opcode == Opcode.Result;
            await SendAsync(Answer(request, opcode, body));
            if (opcode is Opcode.Ready or Opcode.Authenticate)
            {
                _isFramed = true;
                if (_version == CqlProtocolVersion.V5) _input.UseSegments();
            }

            if (_isReady) ready.TryWrite(this);
            return;
        }

        Received++;
        if (script.Answer?.Invoke(request) is { } answer) await SendAsync(answer);
        else _requests.Writer.TryWrite(request);
    }
}
