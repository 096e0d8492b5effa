using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Storage;

/// <summary>A state kept with the version and the history that it stands for.</summary>
public sealed record Snapshot
{
    /// <summary>The stream.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>The reducer's name and version, as one key: another version never reads it.</summary>
    public required string Reducer { get; init; }

    /// <summary>The version up to which the state was folded.</summary>
    public required StreamVersion Version { get; init; }

    /// <summary>The id of the event at <see cref="Version"/>: the snapshot counts only while the stream still holds it there.</summary>
    public required EventId EventId { get; init; }

    /// <summary>The stream's history up to <see cref="Version"/>: the snapshot counts only while the stream has this one. <c>default</c> where the store keeps none.</summary>
    public HistoryHash History { get; init; }

    /// <summary>The state, UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>SHA-256 of <see cref="State"/>.</summary>
    public required ReadOnlyMemory<byte> StateHash { get; init; }

    /// <summary>When it was taken, in UTC.</summary>
    public required DateTimeOffset TakenAt { get; init; }
}
