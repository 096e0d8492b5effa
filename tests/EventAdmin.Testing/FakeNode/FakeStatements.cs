using System.Collections.Concurrent;

namespace EventAdmin.Testing.FakeNode;

/// <summary>What the nodes understand: statements that a test scripts, the tables of the cluster, its system tables, and changes of the schema.</summary>
public sealed class FakeStatements
{
    private readonly FakeCluster _cluster;
    private readonly ConcurrentDictionary<string, FakeStatement> _scripted = [];
    private readonly ConcurrentDictionary<(string Cql, int Generation), FakeStatement> _understood = [];

    internal FakeStatements(FakeCluster cluster) => _cluster = cluster;

    /// <summary>Answers a text as a test likes.</summary>
    public void Add(string cql, FakeStatement statement)
    {
        _scripted[cql] = statement;
        _understood.Clear();
    }

    internal FakeStatement Find(string cql, FakeCqlNode node)
    {
        if (_scripted.TryGetValue(cql, out var scripted))
            return scripted;
        if (!node.HasPeersV2 && cql.Contains("system.peers_v2", StringComparison.OrdinalIgnoreCase))
            throw new CqlRefusedException(FakeErrors.Invalid("unconfigured table peers_v2"));
        return _understood.GetOrAdd((cql, _cluster.Schema.Generation), key => Understand(key.Cql));
    }

    private FakeStatement Understand(string cql)
    {
        var text = new CqlText(cql);
        if (text.Peek.ToUpperInvariant() is "CREATE" or "ALTER" or "DROP" or "TRUNCATE" or "USE")
            return new SchemaStatement(_cluster, cql);
        var parts = StatementParts.Read(text);
        if (SystemTables.Shapes.TryGetValue(parts.Table, out var system))
            return new TableStatement(_cluster.Store, node => SystemTables.Fill(_cluster, node, system), system, parts);
        var table = _cluster.Schema.Find(parts.Table);
        return new TableStatement(_cluster.Store, _ => table, table, parts);
    }
}
