using EventAdmin.Testing.Histories;

namespace EventAdmin.Torture.Report;

/// <summary>Operations by what became of them. Thread-safe.</summary>
internal sealed class OperationCounts
{
    private int _ok;
    private int _conflict;
    private int _fail;
    private int _unknown;
    private int _reads;

    public int Ok => _ok;

    public int Conflict => _conflict;

    public int Fail => _fail;

    public int Unknown => _unknown;

    public int Reads => _reads;

    public void Add(IEnumerable<AppendAttempt> attempts, int reads)
    {
        Interlocked.Add(ref _reads, reads);
        foreach (var attempt in attempts)
        {
            Interlocked.Increment(ref CounterOf(attempt.Outcome));
        }
    }

    private ref int CounterOf(AttemptOutcome outcome)
    {
        switch (outcome)
        {
            case AttemptOutcome.Ok:
                return ref _ok;
            case AttemptOutcome.Conflict:
                return ref _conflict;
            case AttemptOutcome.Fail:
                return ref _fail;
            default:
                return ref _unknown;
        }
    }
}

/// <summary>How often a fault struck. Thread-safe.</summary>
internal sealed class FaultCounts
{
    private int _episodes;
    private int _operations;

    public int Episodes => _episodes;

    public int Operations => _operations;

    /// <summary>What the latest episode did.</summary>
    public string Evidence { get; private set; } = "";

    public void Add(int operations, string evidence)
    {
        Interlocked.Increment(ref _episodes);
        Interlocked.Add(ref _operations, operations);
        Evidence = evidence;
    }
}
