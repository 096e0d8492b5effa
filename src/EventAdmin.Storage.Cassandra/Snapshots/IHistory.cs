using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Snapshots;

/// <summary>What a stream's history is at a version.</summary>
internal interface IHistory
{
    /// <summary>The hash of the event there; null when there is none.</summary>
    Task<HistoryHash?> FindAsync(StreamId stream, StreamVersion version, CancellationToken cancellationToken);
}
