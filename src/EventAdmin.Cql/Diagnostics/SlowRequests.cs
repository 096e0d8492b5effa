namespace EventAdmin.Cql.Diagnostics;

/// <summary>The last slow and failed requests; a new one takes the place of the oldest. Thread-safe.</summary>
internal sealed class SlowRequests
{
    public const int CountMax = 256;

    private readonly Lock _guard = new(); // guards the ring
    private readonly CqlSlowRequest?[] _ring = new CqlSlowRequest?[CountMax];
    private int _next;

    public void Add(CqlSlowRequest request)
    {
        lock (_guard)
        {
            _ring[_next] = request;
            _next = (_next + 1) % CountMax;
        }
    }

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<CqlSlowRequest> Snapshot()
    {
        var found = new List<CqlSlowRequest>(CountMax);
        lock (_guard)
        {
            for (var i = 1; i <= CountMax; i++)
            {
                if (_ring[(_next + CountMax - i) % CountMax] is { } request)
                    found.Add(request);
            }
        }

        return found;
    }
}
