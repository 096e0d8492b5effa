using System.Collections.Immutable;
using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

/// <summary>A read whose whole answer, over all its pages, is told as text that can be compared between stores.</summary>
internal sealed record StoreReads(string Name, Func<IEventStorage, CancellationToken, Task<string>> Ask)
{
    public async Task<string> AskAsync(IEventStorage store, CancellationToken cancellationToken) => $"{Name}:\n{await Ask(store, cancellationToken)}";

    /// <summary>Every kind of read, over streams and appends.</summary>
    public static IEnumerable<StoreReads> All(IReadOnlyList<string> streams, IReadOnlyList<AppendRequest> appends, DateTimeOffset now)
    {
        ReadDirection[] directions = [ReadDirection.Forward, ReadDirection.Backward];
        foreach (var direction in directions)
        {
            foreach (var stream in streams)
            {
                yield return OfStream(new StreamRead { Stream = StreamId.Parse(stream), Direction = direction, CountMax = 2 });
                yield return OfStream(new StreamRead { Stream = StreamId.Parse(stream), Direction = direction, CountMax = 3, From = StreamVersion.Of(2) });
                yield return OfFeed(direction, new FeedFilter { Stream = StreamId.Parse(stream) });
            }

            foreach (var category in new[] { "a", "b", "$ops", "none" })
                yield return OfFeed(direction, new FeedFilter { Category = category });
            yield return OfFeed(direction, FeedFilter.None);
            yield return OfFeed(direction, new FeedFilter { IncludeSystem = true });
            yield return OfFeed(direction, new FeedFilter { Types = ImmutableHashSet.Create("Added"), Category = "a" });
            yield return OfLookup(new EventLookup { Type = "Removed", Direction = direction, CountMax = 3 });
            yield return OfLookup(new EventLookup { CorrelationId = "c-1", Direction = direction, CountMax = 2 });
            yield return OfLookup(new EventLookup { CausationId = "k-1", Direction = direction, CountMax = 2 });
            yield return OfNames(new StreamListRead { Direction = direction, CountMax = 2, IncludeSystem = true });
            yield return OfNames(new StreamListRead { Direction = direction, CountMax = 2, Prefix = "a-" });
            yield return OfNames(new StreamListRead { Direction = direction, CountMax = 1, Category = "b" });
        }

        foreach (var append in appends)
        {
            yield return OfLookup(new EventLookup { Append = append.Id, CountMax = 2 });
            foreach (var e in append.Streams.SelectMany(stream => stream.Events))
                yield return new StoreReads($"event {e.Id}", async (store, stop) => Describe((await store.FindEventAsync(e.Id, ReadOptions.Default, stop)).Value));
        }

        yield return OfChanges(new StreamListRead { CountMax = 2, ByChange = true });
        yield return OfChanges(new StreamListRead { CountMax = 1, ByChange = true, Category = "a", IncludeSystem = true });
        yield return new StoreReads("categories", async (store, stop) => string.Join('\n', (await store.ListCategoriesAsync(includeSystem: true, stop)).Value));
        yield return new StoreReads("types", async (store, stop) => string.Join('\n', (await store.ListTypesAsync(stop)).Value));
        yield return new StoreReads("feed head", async (store, stop) => (await store.FindFeedHeadAsync(stop)).ToString());
        for (var ago = -2; ago < 20; ago++)
        {
            var instant = now.AddTicks(-100L * ago);
            yield return new StoreReads($"position at {instant:O}", async (store, stop) => (await store.FindPositionAsync(instant, stop)).ToString());
        }
    }

    private static StoreReads OfStream(StreamRead read) => new(read.ToString(), async (store, stop) =>
    {
        var told = new List<string>();
        StreamVersion? from = read.From;
        do
        {
            var page = (await store.ReadStreamAsync(read with { From = from }, ReadOptions.Default, stop)).Value;
            told.Add(Describe(page.Head));
            told.AddRange(page.Events.Select(Describe));
            from = page.Next;
        }
        while (from is not null);
        return string.Join('\n', told);
    });

    private static StoreReads OfFeed(ReadDirection direction, FeedFilter filter) => new($"feed {direction} {filter}", (store, stop) => AllPagesAsync(
        async after => (await store.ReadFeedAsync(
            new FeedRead { After = after, Direction = direction, Filter = filter, CountMax = 3 }, ReadOptions.Default, stop)).Value));

    private static StoreReads OfLookup(EventLookup lookup) => new(lookup.ToString(), (store, stop) => AllPagesAsync(
        async after => (await store.LookUpAsync(lookup with { After = after }, ReadOptions.Default, stop)).Value));

    private static async Task<string> AllPagesAsync(Func<FeedPosition?, Task<FeedPage>> readAsync)
    {
        var told = new List<string>();
        FeedPage? page = null;
        while (page is not { IsEnd: true })
        {
            page = await readAsync(page?.Next);
            told.AddRange(page.Events.Select(Describe));
        }

        return string.Join('\n', told);
    }

    private static StoreReads OfNames(StreamListRead first) => new(first.ToString(), async (store, stop) =>
    {
        var read = first;
        var told = new List<string>();
        StreamListPage page;
        do
        {
            page = (await store.ListStreamsAsync(read, ReadOptions.Default, stop)).Value;
            told.AddRange(page.Streams.Select(Describe));
            read = page.Streams.Count > 0 ? read with { After = page.Streams[^1].Stream } : read;
        }
        while (!page.IsEnd);
        return string.Join('\n', told);
    });

    private static StoreReads OfChanges(StreamListRead first) => new(first.ToString(), async (store, stop) =>
    {
        var read = first;
        var told = new List<string>();
        StreamListPage page;
        do
        {
            page = (await store.ListStreamsAsync(read, ReadOptions.Default, stop)).Value;
            told.AddRange(page.Streams.Select(Describe));
            read = read with { ChangedBefore = page.NextBefore };
        }
        while (!page.IsEnd);
        return string.Join('\n', told);
    });

    private static string Describe(StreamHead? head) => $"{head} {head?.FirstAt.Ticks} {head?.LastAt.Ticks}";

    private static string Describe(RecordedEvent? e) => e is null
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"{e with { Data = default, Metadata = EventMetadata.None }} {Convert.ToHexString(e.Data.Span)} {e.Metadata.CorrelationId} {e.Metadata.CausationId} {e.RecordedAt.Ticks} {e.OccurredAt.Ticks}");
}
