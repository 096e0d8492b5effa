using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;

namespace EventAdmin.Storage.Cassandra.CSharpDriver;

/// <summary>What was tried for one request, and what it is worth.</summary>
internal sealed class Attempts(CqlStatementKind kind)
{
    private readonly List<CqlAttempt> _all = [];
    private readonly int[] _failures = new int[Enum.GetValues<AttemptFailure>().Length];
    private CqlNode? _node;
    private long _begunAt;

    public CqlStatementKind Kind => kind;

    public long StartedAt { get; init; }

    public IReadOnlyList<CqlAttempt> All => _all;

    public CqlOutcome Worst { get; set; }

    public DriverFailure Last { get; set; }

    public Exception? Cause { get; private set; }

    /// <summary>How often it reached the wire.</summary>
    public int Sent => _all.Count(one => one.Phase != CqlPhase.Queued);

    /// <summary>How often the same failure came before; counts it.</summary>
    public int Count(AttemptFailure failure) => _failures[(int)failure]++;

    public void Begin(CqlNode node, long now) => (_node, _begunAt) = (node, now);

    public void AddAnswer(TimeProvider clock) => _all.Add(new CqlAttempt { HostId = _node?.HostId, Address = _node?.EndPoint, Elapsed = clock.GetElapsedTime(_begunAt), Phase = CqlPhase.Answered });

    public void Add(AttemptFailure failure, CqlServerError? error, Exception cause, TimeProvider clock)
    {
        Cause = cause;
        _all.Add(new CqlAttempt
        {
            HostId = _node?.HostId,
            Address = _node?.EndPoint,
            Elapsed = clock.GetElapsedTime(_begunAt),
            Phase = failure == AttemptFailure.NotSent ? CqlPhase.Queued : error is null ? CqlPhase.Sent : CqlPhase.Answered,
            Code = error?.Code,
            Error = error?.Message ?? cause.Message,
        });
    }
}
