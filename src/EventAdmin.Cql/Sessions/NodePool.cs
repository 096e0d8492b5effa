using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Messages;

namespace EventAdmin.Cql.Sessions;

/// <summary>
/// The connections to one node. They are opened when the node's datacenter is first used and kept at their number by one loop, which
/// also replaces those that retire. Thread-safe.
/// </summary>
internal sealed partial class NodePool : ICqlConnectionOwner, IAsyncDisposable
{
    private const int InFlightOfSlow = 10;
    private static readonly TimeSpan SilenceOfSlow = TimeSpan.FromMilliseconds(200);

    private readonly Lock _guard = new(); // guards _connections, _loop, _state and the last error
    private readonly ClientContext _context;
    private readonly Action<NodePool> _onStateChanged;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _triedOnce = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile CqlConnection[] _connections = [];
    private volatile CqlNode _node;
    private CqlNodeState _state;
    private Task? _loop;
    private long _lastAnswer;
    private long _answerBefore;

    public NodePool(CqlNode node, ClientContext context, Action<NodePool> onStateChanged)
    {
        _node = node;
        _context = context;
        _onStateChanged = onStateChanged;
        _wake = new WakeSignal(context.Clock);
        _backoff = new Backoff(context.Options.ReconnectDelay, context.Options.ReconnectDelayMax);
        Breaker = new NodeBreaker(context.Clock);
        Queue = new RequestQueue(context.Connections, context.Options.QueueLengthMax, () => HasRoom);
        AdmissionQueue = new RequestQueue(context.Connections, context.Options.QueueLengthMax, static () => false);
        Coordinator = CoordinatorOf(node);
        ServerAddress = node.EndPoint.Address.ToString();
    }

    /// <summary>The node as the topology last told it.</summary>
    public CqlNode Node => _node;

    /// <summary>The node as execution facts name it; one object for all requests.</summary>
    public CqlCoordinator Coordinator { get; private set; }

    /// <summary>Its address as metrics name it; one text for all requests.</summary>
    public string ServerAddress { get; private set; } = "";

    public NodeBreaker Breaker { get; }

    /// <summary>Callers that wait for room on a connection.</summary>
    public RequestQueue Queue { get; }

    /// <summary>Callers that admission has refused for now.</summary>
    public RequestQueue AdmissionQueue { get; }

    public CqlNodeState State
    {
        get
        {
            lock (_guard)
                return _state;
        }
    }

    public string? LastError { get; private set; }

    public DateTimeOffset? LastErrorAt { get; private set; }

    public ReadOnlySpan<CqlConnection> Connections => _connections;

    public bool HasRoom => Array.Exists(_connections, static one => one.HasRoom);

    /// <summary>Whether a request may be meant for it: it has a connection, or nobody has tried yet whether one can be had.</summary>
    public bool IsPassable => (_connections.Length > 0 || !_triedOnce.Task.IsCompleted) && Breaker.IsPassable;

    public int InFlight
    {
        get
        {
            var sum = 0;
            foreach (var connection in _connections)
                sum += connection.InFlight;
            return sum;
        }
    }

    public int Orphans => _connections.Sum(static one => one.Orphans);

    /// <summary>Fewer than two answers in 200 ms, although ten and more requests wait for them.</summary>
    public bool IsSlow
        => InFlight >= InFlightOfSlow
            && _context.Clock.GetElapsedTime(Volatile.Read(ref _answerBefore)) > SilenceOfSlow;

    /// <summary>An answer came from the node.</summary>
    public void NoteAnswer(long timestamp)
    {
        Volatile.Write(ref _answerBefore, Volatile.Read(ref _lastAnswer));
        Volatile.Write(ref _lastAnswer, timestamp);
    }

    /// <summary>The emptier of two neighbours, the first one by processor; null while there is none.</summary>
    public CqlConnection? Pick()
    {
        var connections = _connections;
        if (connections.Length < 2)
            return connections.Length == 0 ? null : connections[0];
        var first = (int)((uint)Thread.GetCurrentProcessorId() % (uint)connections.Length);
        var one = connections[first];
        var other = connections[(first + 1) % connections.Length];
        return other.InFlight < one.InFlight ? other : one;
    }

    /// <summary>A connection with room other than the one that was full; null when there is none.</summary>
    public CqlConnection? PickOther(CqlConnection full)
        => Array.Find(_connections, one => one != full && one.HasRoom);

    /// <summary>Opens its connections, if that was not begun before.</summary>
    public void Start()
    {
        if (Volatile.Read(ref _loop) is not null)
            return;
        lock (_guard)
        {
            if (_loop is null && !_stopping.IsCancellationRequested)
                _loop = Task.Run(MaintainAsync);
        }
    }

    /// <summary>Ends when the first attempt to connect has ended, however; starts it if need be.</summary>
    public Task TriedOnceAsync()
    {
        Start();
        return _triedOnce.Task;
    }

    /// <summary>The topology tells something new about the node.</summary>
    public void Update(CqlNode node)
    {
        var isMoved = !node.EndPoint.Equals(_node.EndPoint);
        _node = node;
        Coordinator = CoordinatorOf(node);
        ServerAddress = node.EndPoint.Address.ToString();
        if (!isMoved)
            return;
        foreach (var connection in _connections)
            DrainSoon(connection);
        _backoff.Reset();
        _wake.Set();
    }

    /// <inheritdoc />
    public void OnNotice(CqlConnection connection, Notice notice)
    {
        // Notices are asked for on the control connection only.
    }

    /// <inheritdoc />
    public void OnRoom(CqlConnection connection, int freed) => Queue.Signal(freed);

    /// <inheritdoc />
    public void OnRetired(CqlConnection connection) => _wake.Set();

    /// <inheritdoc />
    public void OnClosed(CqlConnection connection)
    {
        lock (_guard)
        {
            if (!_connections.Contains(connection))
                return;
            _connections = [.. _connections.Where(one => one != connection)];
        }

        if (connection.CloseReason is { } reason)
            NoteError(reason);
        _lostSinceOpened = true;
        UpdateState();
        _wake.Set();
    }

    /// <summary>How the client stands with the node.</summary>
    /// <param name="node">The node as the topology has it now, with its state.</param>
    public CqlNodeStatus GetStatus(CqlNode node) => new()
    {
        Node = node,
        Connections = _connections.Length,
        InFlight = InFlight,
        Queued = Queue.Count + AdmissionQueue.Count,
        Orphans = Orphans,
        Breaker = Breaker.State,
        LastError = LastError,
        LastErrorAt = LastErrorAt,
    };

    /// <summary>Takes no new requests, waits for the answers to those sent, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Queue.Dispose();
        AdmissionQueue.Dispose();
        Task? loop;
        lock (_guard)
            loop = _loop;
        if (loop is not null)
            await loop.ConfigureAwait(false);
        await Task.WhenAll(_connections.Select(one => one.DrainAsync(_context.Options.DrainTimeout, CancellationToken.None))).ConfigureAwait(false);
        _connections = [];
        _triedOnce.TrySetResult();
        _stopping.Dispose();
    }

    private static CqlCoordinator CoordinatorOf(CqlNode node) => new(node.HostId, node.EndPoint, node.Datacenter, node.Rack);
}
