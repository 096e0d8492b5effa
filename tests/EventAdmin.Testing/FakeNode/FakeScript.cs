namespace EventAdmin.Testing.FakeNode;

/// <summary>Says which requests meet a fault. The first rule that has one for a request decides; rules are asked in the order they were given.</summary>
public sealed class FakeScript
{
    private readonly Lock _guardsRules = new();
    private readonly List<Func<FakeRequest, FakeFault?>> _rules = [];
    private volatile bool _isEmpty = true;

    /// <summary>The next requests that are meant meet the fault, as often as is said.</summary>
    public void Next(Func<FakeRequest, bool> isMeant, FakeFault fault, int times = 1)
    {
        var left = times;
        Add(request => left > 0 && isMeant(request) && left-- > 0 ? fault : null);
    }

    /// <summary>The next statement of a caller meets the fault.</summary>
    public void NextStatement(FakeFault fault, int times = 1) => Next(request => request.IsStatement, fault, times);

    /// <summary>Every request that is meant meets the fault.</summary>
    public void Every(Func<FakeRequest, bool> isMeant, FakeFault fault) => Add(request => isMeant(request) ? fault : null);

    /// <summary>A share of the statements, from 0 to 1, meets one of the faults; the same ones for the same seed and order of requests.</summary>
    public void Seeded(int seed, double share, IReadOnlyList<FakeFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var random = new Random(seed);
        Add(request => request.IsStatement && random.NextDouble() < share ? faults[random.Next(faults.Count)] : null);
    }

    /// <summary>Any rule. It is asked for one request at a time.</summary>
    public void Add(Func<FakeRequest, FakeFault?> rule)
    {
        lock (_guardsRules)
        {
            _rules.Add(rule);
            _isEmpty = false;
        }
    }

    public void Clear()
    {
        lock (_guardsRules)
        {
            _rules.Clear();
            _isEmpty = true;
        }
    }

    internal FakeFault? For(FakeRequest request)
    {
        if (_isEmpty)
            return null;
        lock (_guardsRules)
        {
            foreach (var rule in _rules)
            {
                if (rule(request) is { } fault)
                    return fault;
            }
        }

        return null;
    }
}
