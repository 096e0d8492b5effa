using System.Collections.Immutable;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Storage.Tests.Contract;

/// <summary>
/// What every promise of the store contract is tested with: a fresh store per test, and short words for what tests do again and again.
/// A store runs the suite by deriving each class once with its harness.
/// </summary>
public abstract class StoreContract<THarness> : IAsyncLifetime
    where THarness : IStoreHarness, new()
{
    private readonly THarness _harness = new();

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected SampleEvents Events { get; } = new("contract");

    protected IEventStorage Store => _harness.Storage;

    protected FakeTimeProvider Clock => _harness.Clock;

    protected virtual EventLimits Limits { get; } = new();

    public async ValueTask InitializeAsync() => await _harness.OpenAsync(Limits, Stop);

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Task ReopenAsync() => _harness.ReopenAsync(Stop);

    protected static StreamId Id(string text) => StreamId.Parse(text);

    protected static StreamVersion V(long version) => StreamVersion.Of(version);

    protected static ExpectedVersion Exactly(long version) => ExpectedVersion.Exactly(V(version));

    protected static StreamAppend To(string stream, ExpectedVersion expected, params IReadOnlyList<NewEvent> events) =>
        new() { Stream = Id(stream), Expected = expected, Events = events };

    protected Task<AppendOutcome> AppendAsync(string stream, ExpectedVersion expected, params IReadOnlyList<NewEvent> events) =>
        Store.AppendAsync(AppendRequest.To(Id(stream), expected, events), Stop);

    protected Task<AppendOutcome> AppendAsync(params IReadOnlyList<StreamAppend> streams) => Store.AppendAsync(AppendRequest.To(streams), Stop);

    protected async Task<AppendOutcome.Appended> AppendedAsync(string stream, params IReadOnlyList<NewEvent> events) =>
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync(stream, ExpectedVersion.Any, events));

    protected static AppendOutcome.Refused AssertRefused(RefusalReason reason, AppendOutcome outcome)
    {
        var refused = Assert.IsType<AppendOutcome.Refused>(outcome);
        Assert.Equal(reason, refused.Reason);
        return refused;
    }

    protected async Task AssertNothingStoredAsync()
    {
        Assert.Equal(FeedPosition.Start, await Store.FindFeedHeadAsync(Stop));
        Assert.Empty(await ReadFeedAsync());
    }

    /// <summary>A stream, whole and oldest first, read in pages of a size.</summary>
    protected async Task<IReadOnlyList<RecordedEvent>> ReadStreamAsync(
        string stream, ReadDirection direction = ReadDirection.Forward, StreamVersion? from = null, int pageSize = 1000)
    {
        var events = new List<RecordedEvent>();
        do
        {
            var read = new StreamRead { Stream = Id(stream), From = from, Direction = direction, CountMax = pageSize };
            var page = (await Store.ReadStreamAsync(read, ReadOptions.Default, Stop)).Value;
            Assert.InRange(page.Events.Count, page.Next is null ? 0 : 1, pageSize);
            events.AddRange(page.Events);
            from = page.Next;
        }
        while (from is not null);
        return events;
    }

    /// <summary>The feed, the system's streams included unless a filter says otherwise, read in pages of a size.</summary>
    protected async Task<IReadOnlyList<RecordedEvent>> ReadFeedAsync(
        FeedFilter? filter = null, ReadDirection direction = ReadDirection.Forward, FeedPosition? after = null, int pageSize = 1000)
    {
        var events = new List<RecordedEvent>();
        FeedPage page;
        do
        {
            var read = new FeedRead
            {
                After = after,
                Direction = direction,
                CountMax = pageSize,
                Filter = filter ?? new FeedFilter { IncludeSystem = true },
            };
            page = (await Store.ReadFeedAsync(read, ReadOptions.Default, Stop)).Value;
            AssertGoesOn(page, after, direction, pageSize);
            events.AddRange(page.Events);
            after = page.Next;
        }
        while (!page.IsEnd);
        return events;
    }

    /// <summary>What a look-up finds, read in pages of its own size.</summary>
    protected async Task<IReadOnlyList<RecordedEvent>> LookUpAsync(EventLookup lookup)
    {
        var events = new List<RecordedEvent>();
        FeedPage page;
        do
        {
            page = (await Store.LookUpAsync(lookup, ReadOptions.Default, Stop)).Value;
            AssertGoesOn(page, lookup.After, lookup.Direction, lookup.CountMax);
            events.AddRange(page.Events);
            lookup = lookup with { After = page.Next };
        }
        while (!page.IsEnd);
        return events;
    }

    protected async Task<StreamHead?> FindHeadAsync(string stream) =>
        (await Store.FindHeadAsync(Id(stream), ReadOptions.Default, Stop)).Value;

    protected async Task<RecordedEvent?> FindEventAsync(EventId id) =>
        (await Store.FindEventAsync(id, ReadOptions.Default, Stop)).Value;

    protected static ImmutableArray<EventId> IdsOf(IEnumerable<RecordedEvent> events) => [.. events.Select(e => e.Id)];

    protected static ImmutableArray<EventId> IdsOf(IEnumerable<NewEvent> events) => [.. events.Select(e => e.Id)];

    protected static IEnumerable<long> VersionsOf(IEnumerable<RecordedEvent> events) => events.Select(e => e.Version.Value);

    private static void AssertGoesOn(FeedPage page, FeedPosition? after, ReadDirection direction, int pageSize)
    {
        Assert.InRange(page.Events.Count, 0, pageSize);
        if (after is { } start && !page.IsEnd)
            Assert.True(direction == ReadDirection.Forward ? page.Next > start : page.Next < start, $"A page that is not the end stands still at {start}.");
    }
}
