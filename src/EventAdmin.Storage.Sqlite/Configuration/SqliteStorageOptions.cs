using System.ComponentModel.DataAnnotations;

namespace EventAdmin.Storage.Sqlite.Configuration;

/// <summary>Where the embedded store is and how it works. The defaults suit one machine with an ordinary disk.</summary>
public sealed class SqliteStorageOptions
{
    /// <summary>The database file; a relative path is taken from the current directory, and missing folders are made. Default <c>eventadmin.db</c>.</summary>
    [Required, MinLength(1)]
    public string Path { get; set; } = "eventadmin.db";

    /// <summary>
    /// The head file, which proves that the database lost nothing; on another disk it proves more. Null (default): the database's path with
    /// <c>.heads</c> behind it.
    /// </summary>
    public string? HeadsPath { get; set; }

    /// <summary>The head file grows by so many bytes at a time, so that a full disk can't stop the record of a commit. Default 4 MiB; 64 KiB to 64 MiB.</summary>
    [Range(64 * 1024, 64 * 1024 * 1024)]
    public int HeadsStepBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// True (default): an append is acknowledged when its bytes were flushed to the disk. False: an append survives the end of the
    /// process, but a power failure may lose the last ones.
    /// </summary>
    public bool IsFlushedAtCommit { get; set; } = true;

    /// <summary>Reads that run at the same time; further ones wait in turn. Default 8; 1 to 64.</summary>
    [Range(1, 64)]
    public int ReadersMax { get; set; } = 8;

    /// <summary>Appends that wait for the writer; further ones wait to get in, at most <see cref="BusyTimeout"/>. Default 4096; 1 to 65536.</summary>
    [Range(1, 65536)]
    public int QueueMax { get; set; } = 4096;

    /// <summary>Appends that are committed together at most. Default 128; 1 to 1024.</summary>
    [Range(1, 1024)]
    public int GroupAppendsMax { get; set; } = 128;

    /// <summary>Bytes of data and metadata that are committed together at most; a larger append goes alone. Default 1 MiB; 64 KiB to 16 MiB.</summary>
    [Range(64 * 1024, 16 * 1024 * 1024)]
    public int GroupBytesMax { get; set; } = 1024 * 1024;

    /// <summary>How long an append waits for the file or a place in the queue before it is refused as busy. Default 5 s; 10 ms to 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Page cache of each connection, in KiB. Default 16384 (16 MiB); 1024 to 1048576.</summary>
    [Range(1024, 1024 * 1024)]
    public int CacheKibibytes { get; set; } = 16 * 1024;

    /// <summary>Streams whose heads the writer remembers. Default 100000; 1000 to 10 million.</summary>
    [Range(1000, 10_000_000)]
    public int StreamsRememberedMax { get; set; } = 100_000;

    /// <summary>Bytes of WAL from which on they are copied into the database between two groups. Default 16 MiB; 1 MiB to 1 GiB.</summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public long CheckpointBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Bytes of WAL from which on the file is also cut back. Default 64 MiB; 1 MiB to 4 GiB, and not below <see cref="CheckpointBytes"/>.</summary>
    [Range(1024 * 1024, 4L * 1024 * 1024 * 1024)]
    public long TruncateBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>After how long without appends the WAL is copied and cut back. Default 30 s; 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan CheckpointWhenIdleFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of data that the daily verification reads a second at most. Default 8 MiB; 64 KiB to 1 GiB.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public long ScrubBytesPerSecond { get; set; } = 8 * 1024 * 1024;

    /// <summary>The same for the verification after a start. Default 64 MiB; 64 KiB to 1 GiB.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public long FirstScrubBytesPerSecond { get; set; } = 64 * 1024 * 1024;

    /// <summary>Bytes that are held beside the database and freed when the disk is full, so that an operator has room to act. Default 16 MiB; 0 to 1 GiB.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public long ReserveBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The largest database file, in bytes; appends beyond it are refused as on a full disk. Null (default): as much as the disk has.</summary>
    [Range(64 * 1024, long.MaxValue)]
    public long? FileBytesMax { get; set; }
}
