using EventAdmin.Cql.Primitives;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>The ranges of positions in which a key has rows: <c>lookup_ranges</c>. Thread-safe.</summary>
internal sealed class RangeTable(StoreTables tables)
{
    private const string Insert = "INSERT INTO {keyspace}.lookup_ranges (kind, key, range) VALUES (?, ?, ?)";
    private const string Select = "SELECT range FROM {keyspace}.lookup_ranges WHERE kind = ? AND key = ? AND range >= ? AND range <= ?";
    private const string Descending = " ORDER BY range DESC";

    /// <summary>Says that a key has rows in a range.</summary>
    public static TableWrite Put(LookupKind kind, string key, long range, long timestamp) =>
        new(Insert, values => values.Int8((sbyte)kind).Text(key).Int64(range), timestamp);

    /// <summary>The ranges of a key between two, in order.</summary>
    public async IAsyncEnumerable<long> ReadAsync(
        LookupKind kind,
        string key,
        (long First, long Last) between,
        bool isForward,
        CqlConsistency level,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var read = new TableRead
        {
            Text = isForward ? Select : Select + Descending,
            Bind = values => values.Int8((sbyte)kind).Text(key).Int64(between.First).Int64(between.Last),
            Level = level,
        };
        await foreach (var page in tables.ReadPagesAsync(read, static row => row.GetInt64(0), cancellationToken).ConfigureAwait(false))
        {
            foreach (var range in page)
                yield return range;
        }
    }
}
