using EventAdmin.EventSourcing.Storage;
using EventAdmin.Samples.Downloads.Loading;

namespace EventAdmin.Web.Features.Welcome;

/// <summary>What there is: the store, what it holds, and how the sample stands in it.</summary>
public sealed record WelcomeFacts
{
    /// <summary>The kind of store.</summary>
    public required string StoreName { get; init; }

    /// <summary>What a reader should know of every answer.</summary>
    public required string Freshness { get; init; }

    /// <summary>Where the store is: its file, or what stands for it.</summary>
    public required string StorePath { get; init; }

    /// <summary>True when <see cref="StorePath"/> is a file of this machine.</summary>
    public required bool IsFile { get; init; }

    /// <summary>Bytes of the file; null where it can't be told.</summary>
    public required long? StoreBytes { get; init; }

    /// <summary>What it holds, by category.</summary>
    public required IReadOnlyList<CategoryCount> Categories { get; init; }

    /// <summary>How the sample stands.</summary>
    public required SampleStatus Sample { get; init; }

    /// <summary>What a removal of the sample would take away; null when there is nothing of it.</summary>
    public required SampleRemoval? Removal { get; init; }

    /// <summary>The stories to walk through; empty while the sample is not loaded.</summary>
    public required IReadOnlyList<WelcomeStory> Stories { get; init; }

    public long Events => Categories.Sum(category => category.Events);

    public long Streams => Categories.Sum(category => category.Streams);
}

/// <summary>A guided story with its links.</summary>
public sealed record WelcomeStory(string Id, string Title, string Summary, IReadOnlyList<WelcomeStep> Steps);

/// <summary>A step of a story and the page that it opens.</summary>
public sealed record WelcomeStep(string Title, string Text, string Url);
