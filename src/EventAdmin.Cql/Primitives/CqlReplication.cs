using System.Globalization;

namespace EventAdmin.Cql.Primitives;

/// <summary>How a keyspace is replicated.</summary>
public enum CqlReplicationStrategy
{
    /// <summary>Not known to this client; nothing is routed by it.</summary>
    Other,

    /// <summary>LocalStrategy: every node has its own rows.</summary>
    Local,

    /// <summary>SimpleStrategy: the next nodes of the ring, whatever their datacenter.</summary>
    Simple,

    /// <summary>NetworkTopologyStrategy: a number of copies per datacenter, over as many racks as there are.</summary>
    NetworkTopology,
}

/// <summary>One replication setting. Two keyspaces with equal settings share one table of replicas.</summary>
public sealed class CqlReplication : IEquatable<CqlReplication>
{
    private readonly string _key;

    private CqlReplication(CqlReplicationStrategy strategy, int factor, SortedDictionary<string, int> factors, string className)
    {
        Strategy = strategy;
        Factor = factor;
        FactorByDatacenter = factors;
        ClassName = className;
        _key = $"{className}|{factor.ToString(CultureInfo.InvariantCulture)}|{string.Join(',', factors.Select(static one => $"{one.Key}:{one.Value}"))}";
    }

    /// <summary>The strategy.</summary>
    public CqlReplicationStrategy Strategy { get; }

    /// <summary>The strategy's class as the server names it.</summary>
    public string ClassName { get; }

    /// <summary>Copies in all under SimpleStrategy; 0 under others.</summary>
    public int Factor { get; }

    /// <summary>Copies per datacenter under NetworkTopologyStrategy; empty under others.</summary>
    public IReadOnlyDictionary<string, int> FactorByDatacenter { get; }

    /// <summary>Reads the <c>replication</c> column of <c>system_schema.keyspaces</c>.</summary>
    /// <param name="options">Its entries; <c>class</c> names the strategy, with or without its package.</param>
    public static CqlReplication Parse(IEnumerable<KeyValuePair<string, string>> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var className = "";
        var factor = 0;
        var factors = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, value) in options)
        {
            if (name == "class")
                className = value;
            else if (name == "replication_factor")
                factor = ParseFactor(value);
            else if (ParseFactor(value) is > 0 and var copies)
                factors[name] = copies;
        }

        var strategy = className[(className.LastIndexOf('.') + 1)..] switch
        {
            "SimpleStrategy" => CqlReplicationStrategy.Simple,
            "NetworkTopologyStrategy" => CqlReplicationStrategy.NetworkTopology,
            "LocalStrategy" => CqlReplicationStrategy.Local,
            _ => CqlReplicationStrategy.Other,
        };
        if (strategy != CqlReplicationStrategy.Simple)
            factor = 0;
        if (strategy != CqlReplicationStrategy.NetworkTopology)
            factors.Clear();
        return new CqlReplication(strategy, factor, factors, className);
    }

    /// <inheritdoc />
    public bool Equals(CqlReplication? other) => other is not null && _key == other._key;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as CqlReplication);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_key);

    /// <inheritdoc />
    public override string ToString() => _key;

    // "3", or with transient replicas "3/1": all of them, and how many of them are transient.
    private static int ParseFactor(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var all = slash < 0 ? text : text[..slash];
        return int.TryParse(all, NumberStyles.None, CultureInfo.InvariantCulture, out var factor) ? factor : 0;
    }
}
