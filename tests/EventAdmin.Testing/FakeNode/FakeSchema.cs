using System.Collections.Concurrent;

namespace EventAdmin.Testing.FakeNode;

/// <summary>The keyspaces and tables of the cluster.</summary>
public sealed class FakeSchema
{
    private readonly ConcurrentDictionary<string, FakeTable> _tables = [];
    private int _generation;

    internal FakeSchema() => Keyspaces["system"] = new Dictionary<string, string> { ["class"] = "org.apache.cassandra.locator.LocalStrategy" };

    /// <summary>Keyspaces and their replication, as <c>system_schema.keyspaces</c> has it.</summary>
    public ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> Keyspaces { get; } = [];

    public ICollection<FakeTable> Tables => _tables.Values;

    /// <summary>Grows with every change.</summary>
    internal int Generation => Volatile.Read(ref _generation);

    /// <summary>Adds a table, and its keyspace where that is missing with one copy of everything.</summary>
    public FakeTable Add(FakeTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Keyspaces.TryAdd(table.Keyspace, new Dictionary<string, string>
        {
            ["class"] = "org.apache.cassandra.locator.SimpleStrategy",
            ["replication_factor"] = "1",
        });
        _tables[$"{table.Keyspace}.{table.Name}"] = table;
        Change();
        return table;
    }

    /// <summary>Adds a table by its CREATE TABLE.</summary>
    public FakeTable AddTable(string createTable) => Add(SchemaStatement.ReadTable(createTable));

    public FakeTable Find(string name) => _tables.TryGetValue(name, out var table) ? table
        : throw new CqlRefusedException(FakeErrors.Invalid($"unconfigured table {name}"));

    internal bool Has(string name) => _tables.ContainsKey(name);

    internal void Remove(string name)
    {
        _tables.TryRemove(name, out _);
        Change();
    }

    internal void Change() => Interlocked.Increment(ref _generation);
}
