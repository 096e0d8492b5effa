using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Storage.Sqlite.Verification;

namespace EventAdmin.Web.Features.Operations;

/// <summary>What the store page shows at one moment.</summary>
public sealed record StoreFacts
{
    /// <summary>The kind of store.</summary>
    public required string Name { get; init; }

    /// <summary>What holds of every read, in a sentence.</summary>
    public required string Freshness { get; init; }

    /// <summary>What is wrong.</summary>
    public required StorageHealth Health { get; init; }

    /// <summary>What only the embedded store has; null on another one.</summary>
    public required EmbeddedFacts? Embedded { get; init; }

    /// <summary>Snapshots that were thrown away, since they did not stand for their stream's history.</summary>
    public required long SnapshotsRejected { get; init; }

    /// <summary>The newest of them; null when there is none.</summary>
    public required RejectedSnapshot? NewestRejectedSnapshot { get; init; }

    /// <summary>Streams that have events.</summary>
    public required long Streams { get; init; }

    /// <summary>Events that count.</summary>
    public required long Events { get; init; }

    /// <summary>The newest position.</summary>
    public required string FeedHead { get; init; }
}

/// <summary>The files of the embedded store and what it did with them.</summary>
public sealed record EmbeddedFacts
{
    /// <summary>The database file.</summary>
    public required string Path { get; init; }

    /// <summary>The head file.</summary>
    public required string HeadsPath { get; init; }

    /// <summary>Its size on disk.</summary>
    public required long HeadsBytes { get; init; }

    /// <summary>What the store did since it was opened.</summary>
    public required SqliteStorageStatistics Statistics { get; init; }

    /// <summary>How far it was verified.</summary>
    public required ScrubStatus Scrub { get; init; }
}
