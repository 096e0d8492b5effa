namespace EventAdmin.Testing.FakeNode;

/// <summary>A table of the fake cluster: its columns, and its rows in memory.</summary>
public sealed class FakeTable
{
    private readonly List<FakeColumn> _columns;

    public FakeTable(string keyspace, string name, IEnumerable<FakeColumn> columns, IReadOnlyList<string> partitionKey, IReadOnlyList<string> clustering)
    {
        Keyspace = keyspace;
        Name = name;
        PartitionKey = partitionKey;
        Clustering = clustering;
        // As Cassandra answers a SELECT *: the key, then all else by name.
        var all = columns.ToList();
        _columns =
        [
            .. partitionKey.Concat(clustering).Select(key => all.Single(column => column.Name == key)),
            .. all.Where(column => !partitionKey.Contains(column.Name) && !clustering.Contains(column.Name)).OrderBy(column => column.Name, StringComparer.Ordinal),
        ];
    }

    public string Keyspace { get; }

    public string Name { get; }

    public IReadOnlyList<string> PartitionKey { get; }

    public IReadOnlyList<string> Clustering { get; }

    public IReadOnlyList<FakeColumn> Columns => _columns;

    /// <summary>How many conditional statements were decided, applied or not.</summary>
    public int ConditionsDecided { get; internal set; }

    internal List<FakeRow> Rows { get; } = [];

    internal void Add(FakeColumn column) => _columns.Add(column);

    internal void Drop(string name) => _columns.RemoveAll(column => column.Name == name);

    internal FakeColumn Column(string name) => _columns.Find(column => column.Name == name)
        ?? throw new CqlRefusedException(FakeErrors.Invalid($"Undefined column name {name} in table {Keyspace}.{Name}"));

    internal FakeRow? Find(IReadOnlyDictionary<string, FakeValue> key) => Rows.Find(row => key.All(part => row.Value(part.Key) == part.Value));

    internal void Insert(FakeRow row)
    {
        Rows.Add(row);
        Rows.Sort(Compare);
    }

    private int Compare(FakeRow left, FakeRow right)
    {
        foreach (var name in PartitionKey.Concat(Clustering))
        {
            var order = FakeValue.Compare(left.Value(name), right.Value(name), Column(name).Type);
            if (order != 0)
                return order;
        }

        return 0;
    }
}

/// <summary>A row: its cells, each with the time it was written.</summary>
internal sealed class FakeRow
{
    private readonly Dictionary<string, (FakeValue Value, long Micros)> _cells = [];

    public FakeValue Value(string column) => _cells.TryGetValue(column, out var cell) ? cell.Value : FakeValue.Null;

    /// <summary>The later write wins, whichever comes first.</summary>
    public void Write(string column, FakeValue value, long micros)
    {
        if (!value.IsUnset && (!_cells.TryGetValue(column, out var cell) || micros >= cell.Micros))
            _cells[column] = (value, micros);
    }
}
