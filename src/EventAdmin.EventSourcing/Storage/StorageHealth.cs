using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Storage;

/// <summary>What a store says of itself.</summary>
public sealed record StorageHealth
{
    /// <summary>Nothing to say.</summary>
    public static readonly StorageHealth Sound = new();

    /// <summary>Why the store takes no appends and serves reads only, in sentences for people; null while it takes them.</summary>
    public string? DegradedReason { get; init; }

    /// <summary>Since when there is no space for appends, in UTC; they are refused, tried again, and resume by themselves. Null when there is.</summary>
    public DateTimeOffset? FullSince { get; init; }

    /// <summary>What is not as it should be though everything works, each in sentences for people that say what to do.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Streams with a damaged event: they take no appends and are read up to it. Every other stream works.</summary>
    public IReadOnlyList<QuarantinedStream> Quarantined { get; init; } = [];
}

/// <summary>A stream of which what is stored is not what was written.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Version">Its first damaged version that was met.</param>
/// <param name="Damage">What is wrong, in words.</param>
/// <param name="FoundAt">When it was met, in UTC.</param>
public sealed record QuarantinedStream(StreamId Stream, StreamVersion Version, string Damage, DateTimeOffset FoundAt)
{
    /// <summary>What an append to it is refused with.</summary>
    public string NoAppends => $"Stream {Stream} takes no appends: its event {Version} is damaged. Other streams do.";
}
