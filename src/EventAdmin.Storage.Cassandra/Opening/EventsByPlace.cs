using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Lookups;
using EventAdmin.Storage.Cassandra.Reading;

namespace EventAdmin.Storage.Cassandra.Opening;

/// <summary>What look-ups found, read where it stands.</summary>
internal sealed class EventsByPlace(ReadSurroundings around, EventAssembly assembly) : IEventsByPlace
{
    private readonly StreamRows _rows = new(around);

    /// <inheritdoc/>
    public async Task<RecordedEvent?> FindAsync(StreamId stream, long version, CqlConsistency level, CancellationToken cancellationToken)
    {
        var run = ReadRun.At(around, level);
        var found = await _rows.FindAsync(run, stream, version, cancellationToken).ConfigureAwait(false);
        return found is null ? null : await assembly.ReadOrMarkAsync(run, new EventCheck(), stream, found, cancellationToken).ConfigureAwait(false);
    }
}
