using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>Where streams changed, newest first: rows of <c>streams_by_change</c>, for each category and once more for all. Thread-safe.</summary>
internal sealed class ChangeTable(StoreTables tables)
{
    private const int PortionMax = 500;
    private const string Insert = "INSERT INTO {keyspace}.streams_by_change (scope, range, position, stream_id) VALUES (?, ?, ?, ?)";
    private const string Select = "SELECT position, stream_id FROM {keyspace}.streams_by_change WHERE scope = ? AND range = ? AND position < ?";

    private readonly RangeTable _ranges = new(tables);

    /// <summary>The scopes of a stream.</summary>
    public static IEnumerable<string> ScopesOf(StreamId stream) => [NameTable.All, stream.Category];

    /// <summary>Says that a stream changed.</summary>
    public static TableWrite Put(string scope, StreamId stream, long position, long timestamp) => new(
        Insert, values => values.Text(scope).Int64(PositionRanges.Of(position)).Int64(position).Text(stream.Value), timestamp);

    /// <summary>The changes of a scope before a position, newest first.</summary>
    public async IAsyncEnumerable<(long Position, StreamId Stream)> ReadAsync(
        string scope,
        long before,
        CqlConsistency level,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ranges = _ranges.ReadAsync(LookupKind.Change, scope, (0, PositionRanges.Of(before)), isForward: false, level, cancellationToken);
        await foreach (var range in ranges.ConfigureAwait(false))
        {
            var read = new TableRead
            {
                Text = Select,
                Bind = values => values.Text(scope).Int64(range).Int64(before),
                Level = level,
                RowsMax = PortionMax,
            };
            await foreach (var page in tables.ReadPagesAsync(
                read, static row => (row.GetInt64(0), StreamId.Parse(row.GetText(1))), cancellationToken).ConfigureAwait(false))
            {
                foreach (var change in page)
                    yield return change;
            }
        }
    }
}
