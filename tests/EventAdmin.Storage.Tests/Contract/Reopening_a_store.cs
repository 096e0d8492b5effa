using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

/// <summary>For durable stores.</summary>
public abstract class Reopening_a_store<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public void The_store_says_that_it_is_durable()
    {
        Assert.True(Store.Capabilities.IsDurable);
    }

    [Fact]
    public async Task Every_event_is_there_as_it_was()
    {
        await FillAsync();
        var feed = await ReadFeedAsync();
        var stream = await ReadStreamAsync("cart-1", ReadDirection.Backward);

        await ReopenAsync();

        AssertSame(feed, await ReadFeedAsync());
        AssertSame(stream, await ReadStreamAsync("cart-1", ReadDirection.Backward));
        Assert.Equal(feed[^1].Position, await Store.FindFeedHeadAsync(Stop));
    }

    [Fact]
    public async Task The_catalogue_and_its_counts_are_there_as_they_were()
    {
        await FillAsync();
        await Store.DeleteStreamsAsync([Id("cart-2")], Stop);
        var before = await DescribeAsync();

        await ReopenAsync();

        Assert.Equal(before, await DescribeAsync());
        Assert.Empty(await ReadStreamAsync("cart-2"));
    }

    [Fact]
    public async Task Versions_positions_and_times_go_on_where_they_were()
    {
        await FillAsync();
        var head = await Store.FindFeedHeadAsync(Stop);
        var newest = (await ReadFeedAsync(direction: ReadDirection.Backward))[0].RecordedAt;
        Clock.AdjustTime(newest.AddHours(-1));

        await ReopenAsync();
        var appended = await AppendedAsync("cart-1", Events.Next());

        Assert.Equal(V(4), appended.Streams[0].First);
        Assert.Equal(head.ToStore() + 1, appended.Position.ToStore());
        Assert.Equal(newest, appended.RecordedAt);
    }

    [Fact]
    public async Task A_deleted_stream_goes_on_with_its_next_version()
    {
        await AppendedAsync("cart-1", Events.Take(3));
        await Store.DeleteStreamsAsync([Id("cart-1")], Stop);

        await ReopenAsync();

        Assert.Null(await FindHeadAsync("cart-1"));
        Assert.Equal(V(3), (await AppendedAsync("cart-1", Events.Next())).Streams[0].First);
    }

    [Theory]
    [InlineData("any")]
    [InlineData("no-stream")]
    public async Task A_retry_gets_the_original_versions(string expectation)
    {
        Assert.True(ExpectedVersion.TryParse(expectation, out var expected));
        var request = AppendRequest.To(Id("cart-1"), expected, Events.Take(3));
        var first = Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(request, Stop));
        await FillAsync();

        await ReopenAsync();
        var again = Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(request, Stop));

        Assert.True(again.IsRepeat);
        Assert.Equal(first.Streams, again.Streams);
        Assert.Equal((first.Position, first.RecordedAt), (again.Position, again.RecordedAt));
    }

    [Fact]
    public async Task Snapshots_are_there_as_they_were()
    {
        var snapshot = new Snapshot
        {
            Stream = Id("cart-1"),
            Reducer = "merge@1",
            Version = V(3),
            EventId = EventId.FromName("a", "b"),
            State = "{}"u8.ToArray(),
            StateHash = new byte[32],
            TakenAt = Clock.GetUtcNow(),
        };
        await Store.SaveSnapshotAsync(snapshot, Stop);

        await ReopenAsync();

        var found = await Store.FindSnapshotAsync(Id("cart-1"), "merge@1", Stop);
        Assert.Equal(snapshot.EventId, found?.EventId);
        Assert.Equal(snapshot.State.ToArray(), found?.State.ToArray());
    }

    [Fact]
    public async Task A_store_closed_with_appends_waiting_has_answered_each_of_them_rightly()
    {
        var requests = Enumerable.Range(0, 200).Select(i => AppendRequest.To(Id($"cart-{i}"), ExpectedVersion.NoStream, Events.Take(2))).ToList();
        var appends = requests.ConvertAll(request => Store.AppendAsync(request, Stop));

        await ReopenAsync();

        foreach (var (request, append) in requests.Zip(appends))
        {
            var stored = await LookUpAsync(new EventLookup { Append = request.Id, CountMax = 10 });
            switch (await append)
            {
                case AppendOutcome.Appended:
                    Assert.Equal(2, stored.Count);
                    break;
                case AppendOutcome.Refused refused:
                    Assert.Equal(RefusalReason.Degraded, refused.Reason);
                    Assert.Empty(stored);
                    break;
                case var other:
                    Assert.Fail($"Expected an append that is stored or refused, got {other}.");
                    break;
            }
        }
    }

    private async Task FillAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            await AppendedAsync("cart-1", Events.Take(2, "Added"));
            await AppendAsync(To("cart-2", ExpectedVersion.Any, Events.Next("Closed")), To("$ops-1", ExpectedVersion.Any, Events.Next("Watched")));
            Clock.Advance(TimeSpan.FromTicks(12_345));
        }

        await AppendedAsync("order-1", Events.Next() with
        {
            OccurredAt = Clock.GetUtcNow().AddDays(-1),
            Metadata = new EventMetadata { CorrelationId = "c", Extensions = new Dictionary<string, string> { ["a"] = "1.0" } },
        });
    }

    private async Task<string> DescribeAsync()
    {
        var streams = (await Store.ListStreamsAsync(new StreamListRead { CountMax = 100, IncludeSystem = true }, ReadOptions.Default, Stop)).Value.Streams;
        var categories = (await Store.ListCategoriesAsync(includeSystem: true, Stop)).Value;
        var types = (await Store.ListTypesAsync(Stop)).Value;
        return string.Join('\n', [.. streams, .. categories, .. types]);
    }

    private static void AssertSame(IReadOnlyList<RecordedEvent> expected, IReadOnlyList<RecordedEvent> actual)
    {
        Assert.Equal(expected.Select(e => Convert.ToHexString(e.Data.Span)), actual.Select(e => Convert.ToHexString(e.Data.Span)));
        Assert.Equal(expected.Select(e => e with { Data = default }), actual.Select(e => e with { Data = default }));
    }
}
