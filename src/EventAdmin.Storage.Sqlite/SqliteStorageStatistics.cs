namespace EventAdmin.Storage.Sqlite;

/// <summary>What the store did since it was opened, and how large its files are.</summary>
public sealed record SqliteStorageStatistics
{
    /// <summary>True when an append is acknowledged only once its bytes were flushed to the disk.</summary>
    public required bool IsFlushedAtCommit { get; init; }

    /// <summary>Transactions committed, of any kind.</summary>
    public required long Commits { get; init; }

    /// <summary>Appends answered by groups that stored events.</summary>
    public required long Appends { get; init; }

    /// <summary>Events stored.</summary>
    public required long Events { get; init; }

    /// <summary>Appends refused or left unknown because a write failed.</summary>
    public required long FailedAppends { get; init; }

    /// <summary>The most appends that were committed together.</summary>
    public required long LargestGroup { get; init; }

    /// <summary>Work that waits for the writer now.</summary>
    public required int Waiting { get; init; }

    /// <summary>Checkpoints made.</summary>
    public required long Checkpoints { get; init; }

    /// <summary>Bytes of the WAL that were in use after the newest commit.</summary>
    public required long WalBytes { get; init; }

    /// <summary>Size of the WAL file, in bytes.</summary>
    public required long WalFileBytes { get; init; }

    /// <summary>Size of the database file, in bytes.</summary>
    public required long FileBytes { get; init; }

    /// <summary>How often the disk failed a write and everything was closed, opened and verified.</summary>
    public required long Reopened { get; init; }

    /// <summary>Why the store takes no appends until it is opened again; null while it takes them.</summary>
    public required string? DegradedReason { get; init; }
}
