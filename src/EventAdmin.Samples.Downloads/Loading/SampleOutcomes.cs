using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Samples.Downloads.Loading;

/// <summary>What became of a load. Switch on every case.</summary>
public abstract record SampleLoadOutcome
{
    private SampleLoadOutcome()
    {
    }

    /// <summary>The set is in the store.</summary>
    public sealed record Loaded(int Load, int Streams, int Events) : SampleLoadOutcome;

    /// <summary>It was in the store before.</summary>
    public sealed record LoadedBefore(int Load) : SampleLoadOutcome;

    /// <summary>Nothing was loaded: the store has streams of its own.</summary>
    public sealed record StoreInUse(StreamId Example) : SampleLoadOutcome;

    /// <summary>The store did not take an append. Loading again goes on where this stopped.</summary>
    public sealed record Stopped(AppendOutcome Outcome) : SampleLoadOutcome;
}

/// <summary>How the sample stands in the store.</summary>
public sealed record SampleStatus
{
    /// <summary>True when the guided set is in the store, whole.</summary>
    public required bool IsLoaded { get; init; }

    /// <summary>True when loading is offered: the set is not in the store, and the store has no streams of its own.</summary>
    public required bool CanLoad { get; init; }

    /// <summary>True when there is something to remove.</summary>
    public required bool CanRemove { get; init; }

    /// <summary>The first stream that is not the sample's; null when there is none.</summary>
    public required StreamId? OwnStream { get; init; }
}

/// <summary>What a removal would take away.</summary>
/// <param name="Streams">Streams with events.</param>
/// <param name="Events">Their events, also those that others appended to them.</param>
/// <param name="Categories">The same by category, by name.</param>
public sealed record SampleRemoval(int Streams, long Events, IReadOnlyList<CategoryCount> Categories)
{
    /// <summary>In a sentence.</summary>
    public override string ToString() => Streams == 0
        ? "Nothing of the sample is in the store."
        : string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Streams} streams with {Events} events go: {string.Join(", ", Categories.Select(category => $"{category.Streams} {category.Name}"))}. Feed positions stay as they are.");
}

/// <summary>How far a load is.</summary>
/// <param name="Done">Events stored.</param>
/// <param name="Total">Events of the set.</param>
public sealed record SampleProgress(int Done, int Total);
