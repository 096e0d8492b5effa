using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Testing.Histories;

/// <summary>Everything that was asked of a store and answered, and what it holds at the end.</summary>
public sealed record History
{
    /// <summary>Every try of every append.</summary>
    public required IReadOnlyList<AppendAttempt> Appends { get; init; }

    /// <summary>Every read that was answered.</summary>
    public required IReadOnlyList<ReadAttempt> Reads { get; init; }

    /// <summary>The content of each stream, read when everything had healed.</summary>
    public required IReadOnlyDictionary<StreamId, IReadOnlyList<StoredEvent>> Final { get; init; }

    /// <summary>The same, read again later.</summary>
    public required IReadOnlyDictionary<StreamId, IReadOnlyList<StoredEvent>> FinalAgain { get; init; }

    /// <summary>Its parts, a stream each.</summary>
    public IReadOnlyList<StreamHistory> ByStream()
    {
        var parts = new Dictionary<StreamId, StreamHistory>();
        foreach (var attempt in Appends)
        {
            foreach (var part in attempt.Streams)
                Of(parts, part.Stream).Appends.Add(attempt);
        }

        foreach (var read in Reads)
            Of(parts, read.Stream).Reads.Add(read);
        foreach (var stream in Final.Keys.Concat(FinalAgain.Keys))
            Of(parts, stream);
        return [.. parts.Values];
    }

    private StreamHistory Of(Dictionary<StreamId, StreamHistory> parts, StreamId stream)
    {
        if (!parts.TryGetValue(stream, out var part))
            parts[stream] = part = new StreamHistory(stream, Final.GetValueOrDefault(stream) ?? [], FinalAgain.GetValueOrDefault(stream) ?? []);
        return part;
    }
}

/// <summary>What was asked of one stream and answered, and what it holds at the end.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Final">Its content when everything had healed.</param>
/// <param name="FinalAgain">The same, read again later.</param>
public sealed record StreamHistory(StreamId Stream, IReadOnlyList<StoredEvent> Final, IReadOnlyList<StoredEvent> FinalAgain)
{
    /// <summary>Every try of every append that names the stream.</summary>
    public List<AppendAttempt> Appends { get; } = [];

    /// <summary>Every read of it that was answered.</summary>
    public List<ReadAttempt> Reads { get; } = [];
}

/// <summary>A promise that a history breaks.</summary>
/// <param name="Check">The check that found it: A1 to A11, or B for the order.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Evidence">What contradicts what.</param>
public sealed record Violation(string Check, StreamId Stream, string Evidence)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Check} in {Stream}: {Evidence}";
}
