using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>Finds one event by its id, through the index that is always on. Thread-safe.</summary>
internal sealed class EventFinder(ReadSurroundings around, StreamParts parts)
{
    // Behind the columns of an event.
    private const int StreamColumn = 24;
    private const int HeadColumn = 25;

    private readonly string _select = $"SELECT {EventRows.Columns}, stream_id, head FROM {around.Keyspace}.events WHERE event_id = ? LIMIT 16";

    /// <summary>The event, or null. Of an id that was used twice, the event that came first.</summary>
    public async Task<RecordedEvent?> FindAsync(ReadRun run, EventId id, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredEvent> found;
        using (var result = await run.ExecuteAsync(_select, values => values.Guid(id.Value), default, cancellationToken).ConfigureAwait(false))
        {
            found = [.. result.Page
                .ToList(static row => (Head: row.IsNull(HeadColumn) ? -1 : row.GetInt64(HeadColumn), Event: EventRows.Read(row, StreamId.Parse(row.GetText(StreamColumn)))))
                .Where(static one => one.Event.Version <= one.Head)
                .Select(static one => one.Event)];
        }

        if (found.Count == 0)
            return null;
        if (await parts.Shards.FindAsync(run, cancellationToken).ConfigureAwait(false) is { } shard)
            await parts.Deleted.CatchUpAsync(run, shard, cancellationToken).ConfigureAwait(false);
        var rows = found.Where(e => parts.Deleted.Counts(e.Stream, e.Version)).ToList();
        if (rows.Count == 0)
            return null;
        // Siblings stand at one version; the higher epoch's is the event.
        var first = rows.GroupBy(static e => (e.Stream, e.Version)).MinBy(static group => group.Min(e => e.Seq))!;
        var siblings = new VersionRows(first.Key.Version, [.. first.Select(static one => new FoundRow(one.Version, one.Epoch, one))]);
        return await parts.Assembly.ReadAsync(run, new EventCheck(), first.Key.Stream, siblings, cancellationToken).ConfigureAwait(false);
    }
}
