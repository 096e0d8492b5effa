using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>Reads events where they stand.</summary>
internal interface IEventsByPlace
{
    /// <summary>The event at a version, with its data; null when it is not there at this level. A marker stands for one that can't be read.</summary>
    Task<RecordedEvent?> FindAsync(StreamId stream, long version, CqlConsistency level, CancellationToken cancellationToken);
}
