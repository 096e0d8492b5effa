namespace EventAdmin.Cql.Sessions;

/// <summary>Whether a node is spared for a while.</summary>
public enum CqlBreakerState
{
    /// <summary>It is asked.</summary>
    Closed,

    /// <summary>It failed too often and is passed over.</summary>
    Open,

    /// <summary>One request is trying whether it answers again.</summary>
    Probing,
}

/// <summary>
/// Spares a node that fails: opens at half or more failures of at least 20 requests within 5 s, stays open for 5 s, then lets one request
/// try. Thread-safe.
/// </summary>
internal sealed class NodeBreaker(TimeProvider clock)
{
    private const int RequestsMin = 20;
    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(5);

    private readonly Lock _guard = new(); // guards everything below
    private readonly SlidingCounts _counts = new(10, TimeSpan.FromMilliseconds(500));
    private long _openUntil;
    private volatile CqlBreakerState _state;

    public CqlBreakerState State => _state;

    /// <summary>Whether a plan may name the node: closed, or open for long enough that one request may try.</summary>
    public bool IsPassable
    {
        get
        {
            if (_state == CqlBreakerState.Closed)
                return true;
            lock (_guard)
                return _state == CqlBreakerState.Open && Now() >= _openUntil;
        }
    }

    /// <summary>Takes the right to send one request. The request that tries an open node is a probe: it alone closes or opens again.</summary>
    public bool TryEnter(out bool isProbe)
    {
        isProbe = false;
        if (_state == CqlBreakerState.Closed)
            return true;
        lock (_guard)
        {
            if (_state == CqlBreakerState.Closed)
                return true;
            if (_state == CqlBreakerState.Probing || Now() < _openUntil)
                return false;
            _state = CqlBreakerState.Probing;
            isProbe = true;
            return true;
        }
    }

    /// <summary>Tells how a request ended that had entered.</summary>
    public void Record(bool failed, bool wasProbe) => Record(failed, wasProbe, clock.GetTimestamp());

    /// <summary>The same for a request that ended at a timestamp of the clock.</summary>
    public void Record(bool failed, bool wasProbe, long timestamp)
    {
        lock (_guard)
        {
            if (_state != CqlBreakerState.Closed)
            {
                // Answers of requests that were sent before it opened say nothing about now.
                if (!wasProbe)
                    return;
                if (failed)
                {
                    Open();
                    return;
                }

                _counts.Clear();
                _state = CqlBreakerState.Closed;
                return;
            }

            _counts.Add(clock.GetElapsedTime(0, timestamp).Ticks, 1, failed ? 1 : 0);
            if (failed && _counts.First >= RequestsMin && _counts.Second * 2 >= _counts.First)
                Open();
        }
    }

    /// <summary>A probe that never reached the node says nothing; the next request may try.</summary>
    public void Abandon(bool wasProbe)
    {
        if (!wasProbe)
            return;
        lock (_guard)
        {
            if (_state == CqlBreakerState.Probing)
                _state = CqlBreakerState.Open;
        }
    }

    private void Open()
    {
        _state = CqlBreakerState.Open;
        _openUntil = Now() + OpenFor.Ticks;
    }

    private long Now() => clock.GetElapsedTime(0).Ticks;
}
