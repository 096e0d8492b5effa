using System.Buffers.Binary;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Storage.Tests.Cassandra.Simulation;

/// <summary>A table as one register: of two writes of a cell the one with the later timestamp stands, and of equal ones the larger value.</summary>
internal sealed class SimulatedTable(string name, IReadOnlyDictionary<string, CqlType> columns, IReadOnlySet<string> statics, string[] partitionKey, string[] clustering)
{
    private readonly Dictionary<string, SimulatedPartition> _partitions = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public IReadOnlyDictionary<string, CqlType> Columns { get; } = columns;

    public IReadOnlyList<string> PartitionKey { get; } = partitionKey;

    public IReadOnlyList<string> Clustering { get; } = clustering;

    public IReadOnlyCollection<SimulatedPartition> Partitions => _partitions.Values;

    public bool IsStatic(string column) => statics.Contains(column);

    public SimulatedPartition? Find(IEnumerable<byte[]> key) => _partitions.GetValueOrDefault(KeyOf(key));

    public SimulatedPartition FindOrAdd(IReadOnlyList<byte[]> key)
    {
        if (!_partitions.TryGetValue(KeyOf(key), out var partition))
            _partitions[KeyOf(key)] = partition = new SimulatedPartition(key);
        return partition;
    }

    private static string KeyOf(IEnumerable<byte[]> key) => string.Join('/', key.Select(Convert.ToHexString));
}

/// <summary>A partition: its static cells, and its rows in order.</summary>
internal sealed class SimulatedPartition(IReadOnlyList<byte[]> key)
{
    public IReadOnlyList<byte[]> Key { get; } = key;

    public Cells Statics { get; } = new();

    public SortedDictionary<long[], Cells> Rows { get; } = new(Comparer<long[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right)));

    public sealed class Cells
    {
        private readonly Dictionary<string, (byte[]? Value, long Timestamp)> _cells = new(StringComparer.Ordinal);

        public bool IsEmpty => _cells.Count == 0;

        public byte[]? this[string column] => _cells.GetValueOrDefault(column).Value;

        public void Write(string column, byte[]? value, long timestamp)
        {
            var isOlder = _cells.TryGetValue(column, out var cell)
                && (cell.Timestamp > timestamp || (cell.Timestamp == timestamp && (cell.Value is null || cell.Value.AsSpan().SequenceCompareTo(value) >= 0)));
            if (!isOlder)
                _cells[column] = (value, timestamp);
        }
    }
}

/// <summary>Whole numbers of any width, as keys hold them.</summary>
internal static class SimulatedNumbers
{
    public static long Read(byte[] value) => value.Length switch
    {
        1 => (sbyte)value[0],
        2 => BinaryPrimitives.ReadInt16BigEndian(value),
        4 => BinaryPrimitives.ReadInt32BigEndian(value),
        8 => BinaryPrimitives.ReadInt64BigEndian(value),
        _ => throw new FormatException($"Expected a number, found {value.Length} bytes."),
    };
}
