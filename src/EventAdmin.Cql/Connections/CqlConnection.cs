using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Cql.Connections;

/// <summary>
/// One connection to one node that has passed its handshake and carries many requests at a time. Opened by <see cref="CqlConnector"/>.
/// </summary>
/// <remarks>
/// <para>Thread-safe. <b>Sending</b> never blocks the caller's thread: <c>SendAsync</c> serialises into the current output buffer under
/// a short lock, and the write loop sends what has gathered while it sent the last. <b>Answers</b> are matched by request id by the read
/// loop; the caller's continuation runs elsewhere. <b>A failure is a value</b>: <see cref="CqlReply.Status"/> and
/// <see cref="CqlReply.Phase"/> tell what the caller may conclude, and nothing but an unserialisable request throws.</para>
/// <para><b>Sent or not:</b> a request whose reply says <see cref="CqlPhase.Queued"/> never had a byte handed to the socket and may go to
/// another node. A request in a buffer cannot be taken back: when its deadline passes or its caller cancels it counts as
/// <see cref="CqlPhase.Sent"/>, and only a connection that is lost before the write loop takes that buffer makes it
/// <see cref="CqlPhase.Queued"/> again.</para>
/// <para><b>Life:</b> open, perhaps retired, draining, closed (<see cref="ConnectionState"/>). Every request gets exactly one reply, also
/// when the connection is closed under it. The owner hears of notices, of retirement and of the end.</para>
/// </remarks>
internal sealed partial class CqlConnection : IDeadlineHolder, IDisposable
{
    private readonly Lock _gate = new(); // guards everything that is not readonly, volatile or of one loop alone
    private readonly OwnerCalls _ownerCalls;
    private readonly ConnectionSettings _settings;
    private readonly Stream _transport;
    private readonly RequestIds _ids;
    private readonly CqlReply?[] _inFlight; // by request id; null = free, or an orphan
    private readonly int[] _sizes; // by request id; counted in _bytesInFlight until the answer comes, orphans too
    private readonly long[] _deadlines; // by request id; read without the lock by the deadline clock, which looks again under it
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ConnectionState _state = ConnectionState.Open;
    private volatile ICqlConnectionOwner? _owner; // null until the handshake is over
    private int _bytesInFlight;
    private TaskCompletionSource? _drained;
    private Exception? _closeReason;

    internal CqlConnection(ConnectionLink link, ConnectionSettings settings, ConnectionServices services)
    {
        Target = link.Target;
        Version = link.Version;
        Supported = link.Supported;
        _transport = link.Transport;
        _ownerCalls = new OwnerCalls(this);
        _settings = settings;
        Services = services;
        Replies = new ReplyPool(this, settings.InFlightMax);
        _ids = new RequestIds(settings.InFlightMax);
        _inFlight = new CqlReply?[settings.InFlightMax];
        _sizes = new int[settings.InFlightMax];
        _deadlines = new long[settings.InFlightMax];
        Array.Fill(_deadlines, long.MaxValue);
        _outputReady = new OutputSignal(services.Threads);
        _input = link.Input;
        var format = FrameFormats.After(link.Version, settings.Compression);
        _filling = new FrameEncoder(format);
        _resting = new FrameEncoder(format);
        _receivedAt = services.Time.GetTimestamp();
    }

    /// <summary>The node that was connected to.</summary>
    public ConnectionTarget Target { get; }

    /// <summary>The version that is spoken.</summary>
    public CqlProtocolVersion Version { get; }

    /// <summary>What the node said it supports: versions, compressions, CQL versions.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Supported { get; }

    /// <summary>The name of the node's cluster.</summary>
    public string ClusterName { get; internal set; } = "";

    /// <summary>Where it is in its life.</summary>
    public ConnectionState State => _state;

    /// <summary>Whether a request would be taken now. A guess: another thread may be quicker.</summary>
    public bool HasRoom => _state <= ConnectionState.Retired && _ids.Taken < _ids.Count && _bytesInFlight < _settings.BytesInFlightMax;

    /// <summary>Requests whose callers wait for an answer. Read without a lock: good for choosing the emptier of two, and for figures.</summary>
    public int InFlight => Math.Max(0, _ids.Taken - _ids.Orphans);

    /// <summary>Requests whose callers have gone and whose answers have not come.</summary>
    public int Orphans => _ids.Orphans;

    /// <summary>Bytes of the requests whose answers have not come, those of orphans among them.</summary>
    public int BytesInFlight => _bytesInFlight;

    /// <summary>When something was last received, by the clock's timestamp.</summary>
    public long ReceivedAt => Volatile.Read(ref _receivedAt);

    /// <summary>Ends, always successfully, once the connection is closed and every request has its reply.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Why it was closed; null while it is open or when closing it was wanted.</summary>
    public Exception? CloseReason => _closeReason;

    /// <summary>What connections share.</summary>
    internal ConnectionServices Services { get; }

    /// <summary>The replies that wait for a request.</summary>
    internal ReplyPool Replies { get; }

    private ILogger Logger => Services.Logger;

    /// <summary>Lets the loops run. What is sent before waits in the buffer.</summary>
    internal void Start()
    {
        if (_settings.DedicatedIoThreads) StartThreads();
        else StartLoops();
        Services.Clock.Add(this);
    }

    /// <summary>The handshake is over: from here on the owner is told, also of an end that came before.</summary>
    internal void HandTo(ICqlConnectionOwner owner)
    {
        lock (_gate)
        {
            _owner = owner;
            if (_state == ConnectionState.Closed) _ownerCalls.Add(() => owner.OnClosed(this));
        }
    }
}
