using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Sqlite.Heads;

/// <summary>What a head file begins with: everything up to here was in the database file, flushed, when it was written.</summary>
internal sealed record BaseRecord
{
    /// <summary>The store's own id, so that another store's head file is not taken for this one's.</summary>
    public required Guid Store { get; init; }

    /// <summary>The newest position; 0 in an empty store. Positions are dense, so it is also the number of events.</summary>
    public required long LastPosition { get; init; }

    /// <summary>The hash of the event there; <c>default</c> in an empty store.</summary>
    public required HistoryHash LastHistory { get; init; }
}
