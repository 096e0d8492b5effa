using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

/// <summary>What a <see cref="Peer"/> says during the handshake, and by itself after it.</summary>
internal sealed record PeerScript
{
    public CqlProtocolVersion VersionMax { get; init; } = CqlProtocolVersion.V5;

    public string ClusterName { get; init; } = "Test Cluster";

    /// <summary>Non-null: the credentials it wants.</summary>
    public CqlCredentials? Wants { get; init; }

    public bool ChallengesPlain { get; init; }

    public SslServerAuthenticationOptions? Tls { get; init; }

    /// <summary>The opcode of the handshake that gets no answer.</summary>
    public Opcode? SilentAt { get; init; }

    /// <summary>Answers a request after the handshake at once; null leaves it to the test.</summary>
    public Func<PeerRequest, byte[]?>? Answer { get; init; }
}

/// <summary>A small server of the protocol on loopback: shakes hands by itself, then does what the test says.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Channel<PeerLink> _links = Channel.CreateUnbounded<PeerLink>();
    private readonly List<PeerLink> _all = [];
    private readonly PeerScript _script;
    private readonly Task _accepting;

    public Peer(PeerScript? script = null)
    {
        _script = script ?? new PeerScript();
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    public ConnectionTarget Target => new() { EndPoint = EndPoint };

    /// <summary>The next connection that has passed its handshake.</summary>
    public async Task<PeerLink> NextLinkAsync() => await Await.Value(_links.Reader.ReadAsync().AsTask(), "a connection past its handshake");

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        foreach (var link in _all) link.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync();
                socket.NoDelay = true;
                var link = new PeerLink(socket, _script, _links.Writer);
                _all.Add(link);
                link.Start();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The listener is closed: the test is over.
        }
    }
}
