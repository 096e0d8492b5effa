using EventAdmin.EventSourcing.Serialization;

namespace EventAdmin.Samples.Downloads.Loading;

/// <summary>The guided set is about to be appended to these streams: whatever happens next, they are known to be the sample's.</summary>
public sealed record SampleLoadBegun(int Load, int Seed, IReadOnlyList<string> Streams);

/// <summary>Every event of the load is stored.</summary>
public sealed record SampleLoaded(int Load, int Events, IReadOnlyList<string> Streams);

/// <summary>The trickle is about to append to these streams of one more invented customer.</summary>
public sealed record SampleCustomerAdded(int Customer, IReadOnlyList<string> Streams);

/// <summary>The sample's streams were deleted.</summary>
public sealed record SampleRemoved(int Load, int Streams);

/// <summary>What the sample's own events are called and how they read.</summary>
public static class SampleEventTypes
{
    private const string Topic = "sample";

    /// <summary>Adds every event type of <c>$sample-downloads</c>.</summary>
    public static void Register(EventTypeRegistryBuilder types)
    {
        ArgumentNullException.ThrowIfNull(types);
        types.Add<SampleLoadBegun>("SampleLoadBegun", type => type
            .Sentence("en", "Loading of the downloads sample began, load {data.load} with seed {data.seed}.")
            .Topic(Topic).Importance(EventImportance.Quiet));
        types.Add<SampleLoaded>("SampleLoaded", type => type
            .Sentence("en", "The downloads sample was loaded, load {data.load}: {data.events} events.")
            .Topic(Topic).Importance(EventImportance.Notable));
        types.Add<SampleCustomerAdded>("SampleCustomerAdded", type => type
            .Sentence("en", "The trickle invented customer {data.customer}.")
            .Topic(Topic).Importance(EventImportance.Quiet));
        types.Add<SampleRemoved>("SampleRemoved", type => type
            .Sentence("en", "The downloads sample was removed: {data.streams} streams.")
            .Topic(Topic).Importance(EventImportance.Notable));
    }
}
