using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>Where the events of a key stand: rows of <c>event_lookups</c>. Thread-safe.</summary>
internal sealed class RunTable(StoreTables tables)
{
    private const int PortionMax = 1000;
    private const string Insert = "INSERT INTO {keyspace}.event_lookups (kind, key, range, position, stream_id, version, count) VALUES (?, ?, ?, ?, ?, ?, ?)";
    private const string Select = "SELECT position, stream_id, version, count FROM {keyspace}.event_lookups WHERE kind = ? AND key = ? AND range = ?";
    private const string Forward = Select + " AND position >= ?";
    private const string Backward = Select + " AND position <= ? ORDER BY position DESC";

    private readonly RangeTable _ranges = new(tables);

    /// <summary>The partition of a run.</summary>
    public static (LookupKind Kind, string Key, long Range) PartitionOf(EventRun run) => (run.Kind, run.Key, RangeOf(run.Kind, run.Position));

    /// <summary>Puts a run.</summary>
    public static TableWrite Put(EventRun run, long timestamp) => new(
        Insert,
        values => values.Int8((sbyte)run.Kind).Text(run.Key).Int64(RangeOf(run.Kind, run.Position)).Int64(run.Position)
            .Text(run.Stream.Value).Int64(run.Version).Int16(run.Count),
        timestamp);

    /// <summary>The events of a key beyond a position (exclusive, in the direction) up to another (inclusive), in feed order.</summary>
    /// <param name="kind">What they are found by.</param>
    /// <param name="key">The key.</param>
    /// <param name="bounds">The positions between which they stand, both inclusive.</param>
    /// <param name="isForward">Which way.</param>
    /// <param name="level">The level.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<EventPlace> ReadAsync(
        LookupKind kind,
        string key,
        (long First, long Last) bounds,
        bool isForward,
        CqlConsistency level,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A run that begins before the first position may go beyond it.
        var from = Math.Max(0, bounds.First - EventRun.CountMax);
        await foreach (var range in RangesAsync(kind, key, (from, bounds.Last), isForward, level, cancellationToken).ConfigureAwait(false))
        {
            var read = new TableRead
            {
                Text = isForward ? Forward : Backward,
                Bind = values => values.Int8((sbyte)kind).Text(key).Int64(range).Int64(isForward ? from : bounds.Last),
                Level = level,
                RowsMax = PortionMax,
            };
            await foreach (var page in tables.ReadPagesAsync(
                read,
                static row => new EventPlaces(row.GetInt64(0), StreamId.Parse(row.GetText(1)), row.GetInt64(2), row.GetInt16(3)),
                cancellationToken).ConfigureAwait(false))
            {
                foreach (var place in page.SelectMany(run => run.Between(bounds.First, bounds.Last, isForward)))
                    yield return place;
            }
        }
    }

    // An append has few events and is never looked for by position: one partition holds them.
    private static long RangeOf(LookupKind kind, long position) => kind == LookupKind.Append ? 0 : PositionRanges.Of(position);

    private IAsyncEnumerable<long> RangesAsync(
        LookupKind kind, string key, (long First, long Last) bounds, bool isForward, CqlConsistency level, CancellationToken cancellationToken) =>
        kind == LookupKind.Append
            ? new long[] { 0 }.ToAsyncEnumerable()
            : _ranges.ReadAsync(kind, key, (PositionRanges.Of(bounds.First), PositionRanges.Of(bounds.Last)), isForward, level, cancellationToken);

    private sealed record EventPlaces(long Position, StreamId Stream, long Version, short Count)
    {
        public IEnumerable<EventPlace> Between(long first, long last, bool isForward)
        {
            for (var i = 0; i < Count; i++)
            {
                var step = isForward ? i : Count - 1 - i;
                if (Position + step >= first && Position + step <= last)
                    yield return new EventPlace(Position + step, Stream, Version + step);
            }
        }
    }
}

/// <summary>Where an event stands.</summary>
/// <param name="Position">In the feed.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">In its stream.</param>
internal sealed record EventPlace(long Position, StreamId Stream, long Version);
