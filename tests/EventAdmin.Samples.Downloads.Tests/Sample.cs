using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using EventAdmin.Samples.Downloads.Domain;
using EventAdmin.Samples.Downloads.Loading;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Samples.Downloads.Tests;

/// <summary>The pieces that the tests put together by hand.</summary>
internal static class Sample
{
    public static EventTypeRegistry Types { get; } = BuildTypes();

    public static EventSerializer Serializer { get; } = new(Types);

    public static EventStore CreateStore(TimeProvider clock) => new(new InMemoryEventStorage(new EventLimits(), clock));

    public static FakeTimeProvider CreateClock() => new(new DateTimeOffset(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));

    public static SampleLoader CreateLoader(EventStore store, TimeProvider clock, DownloadsSampleOptions? options = null) =>
        new(store, Serializer, Options.Create(options ?? new DownloadsSampleOptions()), clock, NullLogger<SampleLoader>.Instance);

    public static async Task<IReadOnlyList<RecordedEvent>> ReadAsync(this EventStore store, string stream, CancellationToken cancellationToken)
    {
        var events = new List<RecordedEvent>();
        await foreach (var e in store.ReadAllAsync(StreamId.Parse(stream), from: null, cancellationToken))
            events.Add(e);
        return events;
    }

    private static EventTypeRegistry BuildTypes()
    {
        var types = new EventTypeRegistryBuilder();
        DownloadsEventTypes.Register(types);
        SampleEventTypes.Register(types);
        return types.Build();
    }
}
