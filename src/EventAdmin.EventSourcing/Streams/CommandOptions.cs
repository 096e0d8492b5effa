using System.ComponentModel.DataAnnotations;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Streams;

/// <summary>How patiently commands are run.</summary>
public sealed class CommandOptions
{
    /// <summary>How often a command is decided before conflicts end it. Default 8; 1 to 100.</summary>
    [Range(1, 100)]
    public int TriesMax { get; init; } = 8;

    /// <summary>How long an append whose outcome is unknown, or that met a busy store, is tried again. Default 10 s; up to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>What is known beside a command.</summary>
public sealed record CommandContext
{
    /// <summary>A command of which nothing is known.</summary>
    public static readonly CommandContext None = new();

    /// <summary>The metadata of every event that it leads to.</summary>
    public EventMetadata Metadata { get; init; } = EventMetadata.None;

    /// <summary>When it happened; null for when the store takes it.</summary>
    public DateTimeOffset? OccurredAt { get; init; }
}
