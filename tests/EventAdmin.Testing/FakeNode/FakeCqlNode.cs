using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace EventAdmin.Testing.FakeNode;

/// <summary>A node of a <see cref="FakeCluster"/>: a socket that speaks the native protocol, and faults on request.</summary>
public sealed class FakeCqlNode : IAsyncDisposable
{
    private readonly FakeCluster _cluster;
    private readonly RequestHandler _handler;
    private readonly ConcurrentDictionary<FakeConnection, Task> _connections = [];
    private readonly ConcurrentQueue<string> _complaints = [];
    private readonly ConcurrentDictionary<string, string> _prepared = [];
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;
    private TaskCompletionSource _reading = Completed();
    private int _connectionsEver;

    internal FakeCqlNode(FakeCluster cluster, FakeNodePlace place, IPEndPoint endPoint)
    {
        _cluster = cluster;
        Place = place;
        EndPoint = endPoint;
        SchemaVersion = cluster.SchemaVersion;
        _handler = new RequestHandler(cluster, this);
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Who it is; another host id while it is stopped makes it a node that took this one's place at its address.</summary>
    public FakeNodePlace Place { get; set; }

    public FakeScript Script { get; } = new();

    public FakeSending Sending { get; set; } = new();

    /// <summary>What it says in <c>system.local</c> and what others say of it; set it to keep a cluster from agreeing.</summary>
    public Guid SchemaVersion { get; set; }

    /// <summary>The highest protocol version it speaks, 4 or 5.</summary>
    public int ProtocolVersionMax { get; set; } = 5;

    /// <summary>It knows <c>system.peers_v2</c>, as since 4.0.</summary>
    public bool HasPeersV2 { get; set; } = true;

    /// <summary>Another cluster's name, as where an address was given away; null for its own cluster's.</summary>
    public string? ClusterName { get; set; }

    /// <summary>What its peers say it listens on, such as 0.0.0.0; null for where it does.</summary>
    public IPAddress? AdvertisedAddress { get; set; }

    /// <summary>Columns that are null in what is said of it, such as <c>host_id</c>.</summary>
    public IReadOnlyCollection<string> ColumnsMissing { get; set; } = [];

    /// <summary>What the server shows; null for no TLS.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Clients that TLS failed with, and what was wrong on the client's side of the protocol. Empty when all is well.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Connections that are open.</summary>
    public int Connections => _connections.Count;

    /// <summary>Connections that were ever accepted.</summary>
    public int ConnectionsEver => Volatile.Read(ref _connectionsEver);

    internal Task WhileReading => _reading.Task;

    internal IReadOnlyDictionary<string, string> Prepared => _prepared;

    /// <summary>Listens, on the address it was given.</summary>
    public void Start()
    {
        var listener = new Socket(EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(EndPoint);
        listener.Listen(512);
        _listener = listener;
        _accepting = AcceptAsync(listener);
    }

    /// <summary>Refuses connections and resets those there are, as a killed process would. The data stays; prepared statements are lost.</summary>
    public async Task StopAsync()
    {
        _listener?.Dispose();
        _listener = null;
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ResetConnectionsAsync();
        _prepared.Clear();
    }

    /// <summary>Resets every connection; further ones are taken.</summary>
    public async Task ResetConnectionsAsync()
    {
        var open = _connections.ToArray();
        foreach (var (connection, _) in open)
            await connection.CloseAsync(isReset: true);
        await Task.WhenAll(open.Select(pair => pair.Value));
    }

    /// <summary>Reads nothing more from any connection, so that clients fill the receive window and then cannot send.</summary>
    public void StopReading() => _reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ResumeReading() => _reading.TrySetResult();

    /// <summary>Loses every prepared statement, as after a restart.</summary>
    public void ForgetPrepared() => _prepared.Clear();

    /// <summary>Sends a notice on every connection that asked for its kind.</summary>
    public async Task NotifyAsync(FakeReply notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        foreach (var (connection, _) in _connections)
        {
            var envelope = notice.EncodeNotice(connection.Version);
            var kind = new WireReader(envelope.AsSpan(RequestParser.HeaderBytes)).Text();
            if (!connection.Registered.Contains(kind))
                continue;
            try
            {
                await connection.SendAsync([envelope]);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The connection ended meanwhile.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        ResumeReading();
        await StopAsync();
    }

    internal void Complain(string what) => _complaints.Enqueue(what);

    internal void Forget(FakeConnection connection) => _connections.TryRemove(connection, out _);

    internal void Remember(string id, string cql) => _prepared[id] = cql;

    // Answers what can be answered at once into the list; the rest comes by itself.
    internal void Take(FakeConnection connection, int connectionNumber, byte[] envelope, List<byte[]> ready)
    {
        if (_cluster.Canned?.TryAnswer(envelope) is { } canned)
        {
            ready.Add(canned);
            return;
        }

        var request = RequestParser.Parse(this, connectionNumber, _cluster.NextNumber(), envelope, id => _prepared.GetValueOrDefault(Convert.ToHexString(id), ""));
        _cluster.Record(request);
        var fault = Script.For(request) ?? _cluster.Script.For(request);
        if (fault is null)
            ready.Add(_handler.Execute(connection, request).Encode(request));
        else
            FaultSender.Send(connection, request, fault, () => _handler.Execute(connection, request), ready);
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The node was stopped.
                return;
            }

            socket.NoDelay = true;
            var number = Interlocked.Increment(ref _connectionsEver);
            _ = ServeAsync(socket, number);
        }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        var wire = await SecureAsync(socket);
        if (wire is null)
        {
            socket.Dispose();
            return;
        }

        await using var connection = new FakeConnection(this, socket, wire, number);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = ended.Task;
        // A stop that came in between did not see it.
        if (_listener is null)
            await connection.CloseAsync(isReset: true);
        await connection.RunAsync();
        ended.SetResult();
    }

    private async Task<Stream?> SecureAsync(Socket socket)
    {
        var plain = new NetworkStream(socket, ownsSocket: false);
        if (Certificate is null)
            return plain;
        var secure = new SslStream(plain);
        try
        {
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate });
            return secure;
        }
        catch (Exception e) when (e is System.Security.Authentication.AuthenticationException or IOException or SocketException)
        {
            Complain($"TLS: {e.Message}");
            await secure.DisposeAsync();
            return null;
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}

/// <summary>Where a node stands in the ring.</summary>
public sealed record FakeNodePlace
{
    public required Guid HostId { get; init; }

    public required string Datacenter { get; init; }

    public required string Rack { get; init; }

    public required IReadOnlyList<long> Tokens { get; init; }

    public string ReleaseVersion { get; init; } = "5.0.9";
}
