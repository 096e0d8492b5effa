using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Cql.Tests.Connections;

/// <summary>The client's side of a test: services, a connector, and an owner that records what it is told.</summary>
internal sealed class Client : ICqlConnectionOwner, IAsyncDisposable
{
    private readonly List<CqlConnection> _connections = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _retired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly System.Threading.Channels.Channel<Notice> _notices = System.Threading.Channels.Channel.CreateUnbounded<Notice>();
    private int _closedCalls;
    private readonly System.Threading.Channels.Channel<int> _room = System.Threading.Channels.Channel.CreateUnbounded<int>();
    private int _freed;

    public Client(ConnectionSettings? settings = null, TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        Settings = settings ?? new ConnectionSettings();
        Services = new ConnectionServices(Time, NullLogger.Instance);
        Connector = new CqlConnector(Services, Settings);
    }

    public TimeProvider Time { get; }

    public ConnectionSettings Settings { get; }

    public ConnectionServices Services { get; }

    public CqlConnector Connector { get; }

    public Task Closed => _closed.Task;

    public Task Retired => _retired.Task;

    public int ClosedCalls => Volatile.Read(ref _closedCalls);

    public int Freed => Volatile.Read(ref _freed);

    public static QueryRequest Query(string text = "SELECT now() FROM system.local") =>
        new(text, new QueryParameters { Consistency = CqlConsistency.One });

    public Task<CqlConnection> ConnectAsync(Peer peer) => ConnectAsync(peer.Target);

    public async Task<CqlConnection> ConnectAsync(ConnectionTarget target)
    {
        var connection = await Await.Value(
            Connector.ConnectAsync(target, this, TestContext.Current.CancellationToken), "a connection to the peer");
        _connections.Add(connection);
        return connection;
    }

    /// <summary>A connection and its other end.</summary>
    public async Task<(CqlConnection Connection, PeerLink Link)> ConnectBothAsync(Peer peer) =>
        (await ConnectAsync(peer), await peer.NextLinkAsync());

    public Deadline In(double seconds) => Deadline.After(Time, TimeSpan.FromSeconds(seconds));

    /// <summary>Ends when more has been freed than <paramref name="before"/>.</summary>
    public async Task HasBeenToldOfRoom(int before)
    {
        while (Freed <= before) await _room.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }

    public async Task<Notice> NextNoticeAsync() => await Await.Value(_notices.Reader.ReadAsync().AsTask(), "a notice at the owner");

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            connection.Close(reason: null);
            await Await.Fact(connection.Closed, "the end of a connection");
        }

        Services.Dispose();
    }

    void ICqlConnectionOwner.OnNotice(CqlConnection connection, Notice notice) => _notices.Writer.TryWrite(notice);

    void ICqlConnectionOwner.OnRoom(CqlConnection connection, int freed)
    {
        Interlocked.Add(ref _freed, freed);
        _room.Writer.TryWrite(freed);
    }

    void ICqlConnectionOwner.OnRetired(CqlConnection connection) => _retired.TrySetResult();

    void ICqlConnectionOwner.OnClosed(CqlConnection connection)
    {
        Interlocked.Increment(ref _closedCalls);
        _closed.TrySetResult();
    }
}
