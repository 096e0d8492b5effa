using System.ComponentModel.DataAnnotations;

namespace EventAdmin.EventSourcing.Feed;

/// <summary>How the feed follows its store.</summary>
public sealed class FeedOptions
{
    /// <summary>Most events kept in memory for subscriptions that follow live. Default 8,192; 16 to 1,000,000. A slower one reads the store.</summary>
    [Range(16, 1_000_000)]
    public int BufferEventsMax { get; init; } = 8192;

    /// <summary>Most bytes of data kept in memory likewise. Default 16 MiB; 64 KiB to 1 GiB.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int BufferBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>Most events in one batch of a subscription. Default 512; 1 to 4,096.</summary>
    [Range(1, 4096)]
    public int BatchEventsMax { get; init; } = 512;

    /// <summary>How long the feed waits for a signal before it looks all the same. Default 2 s; 10 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan LookAgainAfter { get; init; } = TimeSpan.FromSeconds(2);
}
