using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Samples.Downloads.Loading;

/// <summary>What <c>$sample-downloads</c> says.</summary>
internal sealed record LedgerState
{
    public int Load { get; init; }

    public int? Seed { get; init; }

    public bool IsLoaded { get; init; }

    /// <summary>The next invented customer of the trickle.</summary>
    public int NextCustomer { get; init; } = SampleLedger.FirstCustomer;

    /// <summary>The streams that are the sample's and not removed.</summary>
    public IReadOnlySet<StreamId> Streams { get; init; } = new HashSet<StreamId>();

    public long Count { get; init; }
}

/// <summary>Remembers in the store which streams are the sample's, before the first event goes to one of them.</summary>
internal sealed class SampleLedger(EventStore store, EventSerializer serializer, TimeProvider clock)
{
    public const int FirstCustomer = 20_001;
    public static readonly StreamId Stream = StreamId.Parse("$sample-downloads");

    public async Task<LedgerState> ReadAsync(CancellationToken cancellationToken)
    {
        var state = new LedgerState();
        var streams = new HashSet<StreamId>();
        await foreach (var e in store.ReadAllAsync(Stream, from: null, cancellationToken).ConfigureAwait(false))
        {
            state = Evolve(state, streams, serializer.Deserialize(e)) with { Count = e.Version.Value + 1 };
        }

        return state with { Streams = streams };
    }

    /// <summary>Appends after what <paramref name="state"/> was folded from; throws when someone else wrote meanwhile.</summary>
    public async Task<AppendOutcome> WriteAsync(LedgerState state, object e, CancellationToken cancellationToken)
    {
        var expected = state.Count == 0 ? ExpectedVersion.NoStream : ExpectedVersion.Exactly(StreamVersion.Of(state.Count - 1));
        var metadata = new EventMetadata { Actor = "system:sample", Source = "/sample" };
        var written = serializer.Serialize(e, EventId.New(clock), metadata, occurredAt: null);
        return await store.AppendAsync(Stream, expected, [written], cancellationToken).ConfigureAwait(false);
    }

    private static LedgerState Evolve(LedgerState state, HashSet<StreamId> streams, object? e)
    {
        switch (e)
        {
            case SampleLoadBegun begun:
                streams.UnionWith(begun.Streams.Select(StreamId.Parse));
                return state with { Load = begun.Load, Seed = begun.Seed, IsLoaded = false };
            case SampleLoaded loaded:
                return state with { Load = loaded.Load, IsLoaded = true };
            case SampleCustomerAdded added:
                streams.UnionWith(added.Streams.Select(StreamId.Parse));
                return state with { NextCustomer = added.Customer + 1 };
            case SampleRemoved:
                streams.Clear();
                return state with { IsLoaded = false, Seed = null };
            default:
                return state;
        }
    }
}
