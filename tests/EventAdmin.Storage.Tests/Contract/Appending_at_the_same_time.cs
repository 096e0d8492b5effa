using CsCheck;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

/// <summary>Several writers at once, at random; what they were told and what is stored must have one order that explains all of it.</summary>
public abstract class Appending_at_the_same_time<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    private enum Expect
    {
        Any,
        NoStream,
        StreamExists,
        AsSeen,
        BehindSeen,
        AheadOfSeen,
    }

    private sealed record Part(int Stream, Expect Expect, int Events);

    private sealed record Step(Part[] Parts, int Tries);

    private static readonly Gen<Part> Parts = Gen.Select(
        Gen.Int[0, 3],
        Gen.Frequency((4, Gen.Const(Expect.Any)), (1, Gen.Const(Expect.NoStream)), (1, Gen.Const(Expect.StreamExists)),
            (6, Gen.Const(Expect.AsSeen)), (1, Gen.Const(Expect.BehindSeen)), (1, Gen.Const(Expect.AheadOfSeen))),
        Gen.Int[0, 3],
        (stream, expect, events) => new Part(stream, expect, events));

    private static readonly Gen<Step> Steps = Gen.Select(
        Parts.Array[1, 3].Where(parts => parts.Sum(part => part.Events) > 0 && parts.DistinctBy(part => part.Stream).Count() == parts.Length),
        Gen.Frequency((6, Gen.Const(1)), (1, Gen.Const(2)), (1, Gen.Const(3))),
        (parts, tries) => new Step(parts, tries));

    private static readonly Gen<Step[][]> Plans = Steps.Array[1, 12].Array[2, 6];

    /// <summary>How many random histories a run makes.</summary>
    protected virtual int Runs => 150;

    [Fact]
    public async Task One_order_explains_every_answer_and_everything_stored()
    {
        await Plans.SampleAsync(
            async plan =>
            {
                await using var harness = new THarness();
                await harness.OpenAsync(new EventLimits(), Stop);
                await RunAsync(plan, harness.Storage);
            },
            writeLine: TestContext.Current.TestOutputHelper!.WriteLine,
            iter: Runs,
            threads: 1);
    }

    [Fact]
    public async Task Many_writers_of_one_stream_get_each_version_once()
    {
        const int Writers = 16;
        const int Each = 25;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(
            async () =>
            {
                var events = new SampleEvents($"writer-{writer}");
                var versions = new List<long>();
                for (var i = 0; i < Each; i++)
                    versions.Add(Assert.IsType<AppendOutcome.Appended>(await AppendAsync("cart-1", ExpectedVersion.Any, events.Next())).Streams[0].First.Value);
                return versions;
            },
            Stop)));

        Assert.All(outcomes, versions => Assert.Equal(versions.Order(), versions));
        Assert.Equal(Enumerable.Range(0, Writers * Each).Select(n => (long)n), outcomes.SelectMany(versions => versions).Order());
        Assert.Equal(Enumerable.Range(0, Writers * Each).Select(n => (long)n), VersionsOf(await ReadStreamAsync("cart-1", pageSize: 100)));
    }

    [Fact]
    public async Task Of_many_writers_that_expect_the_same_version_one_wins()
    {
        await AppendedAsync("cart-1", Events.Next());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            _ => Task.Run(() => AppendAsync("cart-1", Exactly(0), Events.Next()), Stop)));

        Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
        Assert.All(outcomes.OfType<AppendOutcome.Conflict>(), conflict => Assert.Equal(V(1), conflict.Actual));
        Assert.Equal(15, outcomes.OfType<AppendOutcome.Conflict>().Count());
    }

    [Fact]
    public async Task A_reader_of_the_feed_that_never_stops_sees_every_event_once_and_in_order()
    {
        var writers = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                var events = new SampleEvents($"writer-{writer}");
                for (var i = 0; i < 40; i++)
                    await AppendedAsync($"cart-{writer}", events.Take(1 + (i % 3)));
            },
            Stop)));
        var seen = new List<RecordedEvent>();
        var next = FeedPosition.Start;
        var isDone = false;
        while (!isDone)
        {
            isDone = writers.IsCompleted;
            var changed = Store.Changed.Next;
            var page = (await Store.ReadFeedAsync(new FeedRead { After = next, CountMax = 64 }, ReadOptions.Default, Stop)).Value;
            seen.AddRange(page.Events);
            next = page.Next;
            isDone &= page.IsEnd;
            if (page.IsEnd && !isDone)
                await Task.WhenAny(changed, writers);
        }

        await writers;
        Assert.Equal(IdsOf(await ReadFeedAsync()), IdsOf(seen));
        Assert.Equal(Enumerable.Range(1, seen.Count).Select(n => (long)n), seen.Select(e => e.Position.ToStore()));
    }

    private static async Task RunAsync(Step[][] plan, IEventStorage store)
    {
        var history = new AppendHistory();
        await Task.WhenAll(plan.Select((steps, writer) => Task.Run(
            async () =>
            {
                var events = new SampleEvents($"writer-{writer}");
                foreach (var step in steps)
                {
                    var request = await MakeAsync(step, events, store);
                    await Task.WhenAll(Enumerable.Range(0, step.Tries).Select(_ => history.TryAsync(store, request, Stop)));
                }
            },
            Stop)));

        var feed = (await store.ReadFeedAsync(new FeedRead { CountMax = store.Capabilities.PageMax }, ReadOptions.Default, Stop)).Value;
        Assert.True(feed.IsEnd);
        history.AssertExplains(feed.Events);
    }

    private static async Task<AppendRequest> MakeAsync(Step step, SampleEvents events, IEventStorage store)
    {
        var streams = new List<StreamAppend>();
        foreach (var part in step.Parts)
        {
            var stream = Id($"cart-{part.Stream}");
            var seen = (await store.FindHeadAsync(stream, ReadOptions.Default, Stop)).Value?.Last.Value ?? -1;
            var expected = part.Expect switch
            {
                Expect.Any => ExpectedVersion.Any,
                Expect.NoStream => ExpectedVersion.NoStream,
                Expect.StreamExists => ExpectedVersion.StreamExists,
                Expect.AsSeen => seen < 0 ? ExpectedVersion.NoStream : Exactly(seen),
                Expect.BehindSeen => seen < 1 ? ExpectedVersion.NoStream : Exactly(seen - 1),
                _ => Exactly(seen + 1),
            };
            streams.Add(new StreamAppend { Stream = stream, Expected = expected, Events = events.Take(part.Events) });
        }

        return AppendRequest.To(streams);
    }
}
