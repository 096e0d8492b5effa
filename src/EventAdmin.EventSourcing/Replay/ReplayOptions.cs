using System.ComponentModel.DataAnnotations;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>How streams are replayed.</summary>
public sealed class ReplayOptions
{
    /// <summary>A snapshot is taken when at least so many events were folded. Default 200; 1 to 1 000 000.</summary>
    [Range(1, 1_000_000)]
    public int SnapshotAfterEvents { get; init; } = 200;

    /// <summary>The largest state that is kept as a snapshot, in bytes. Default 16 MiB; 1 KiB to 256 MiB.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int SnapshotBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>Events read at once. Default 512; 1 to 4096.</summary>
    [Range(1, 4096)]
    public int PageSize { get; init; } = 512;

    /// <summary>The store's key for fingerprints; empty for unkeyed ones.</summary>
    public ReadOnlyMemory<byte> FingerprintKey { get; init; }
}
