using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>Makes events of rows: held against their hashes, and with their data wherever these are. Thread-safe.</summary>
/// <param name="chunks">Reads large data.</param>
/// <param name="damaged">Told of every damaged event that was met.</param>
internal sealed class EventAssembly(ChunkReader chunks, Action<EventDamagedException> damaged)
{
    /// <summary>The event of a version.</summary>
    /// <exception cref="EventDamagedException">What is stored is not what was written.</exception>
    public async Task<RecordedEvent> ReadAsync(ReadRun run, EventCheck check, StreamId stream, VersionRows found, CancellationToken cancellationToken)
    {
        var (e, damage) = check.Choose(found);
        if (e is not null)
        {
            var data = e.Chunks == 0 ? e.Data : await chunks.FindAsync(run, e, cancellationToken).ConfigureAwait(false);
            if (data is { } whole)
                return e.ToEvent(whole);
            damage = "its data do not fit their hash";
        }

        var problem = new EventDamagedException(stream, StreamVersion.Of(found.Version), damage ?? "it can't be read");
        damaged(problem);
        throw problem;
    }

    /// <summary>The event of a version, or the marker in its place.</summary>
    public async Task<RecordedEvent> ReadOrMarkAsync(ReadRun run, EventCheck check, StreamId stream, VersionRows found, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(run, check, stream, found, cancellationToken).ConfigureAwait(false);
        }
        catch (EventDamagedException e)
        {
            return Unreadable.Marker(stream, found, e.Damage);
        }
    }
}
