using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Tests.Sqlite;

/// <summary>A search that no index answers looks at a bounded number of rows a call, and says how far it came.</summary>
public sealed class Searching_far : SqliteStoreTest
{
    private const int Chatter = 25_600;
    private const int AppendSize = 128;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AppendAsync("rare-1", Events.Next("RareType"));
        for (var i = 0; i < Chatter / AppendSize; i++)
            Assert.IsType<AppendOutcome.Appended>(await AppendAsync("chatty-1", Events.Take(AppendSize)));
        await AppendAsync("rare-2", Events.Next("RareType"));
    }

    [Fact]
    public async Task A_rare_category_is_found_over_several_calls_with_nothing_missed()
    {
        var filter = new FeedFilter { Category = "rare" };
        var found = new List<string>();
        var calls = 0;
        FeedPage page;
        FeedPosition? after = null;
        do
        {
            page = (await Store.ReadFeedAsync(new FeedRead { CountMax = 10, Filter = filter, After = after }, ReadOptions.Default, Stop)).Value;
            found.AddRange(page.Events.Select(e => e.Stream.Value));
            after = page.Next;
            calls++;
        }
        while (!page.IsEnd);

        Assert.Equal(["rare-1", "rare-2"], found);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_rare_type_is_found_by_its_index_in_one_call()
    {
        var filter = new FeedFilter { Types = new HashSet<string> { "RareType", "NeverSeen" } };

        var page = (await Store.ReadFeedAsync(
            new FeedRead { CountMax = 10, Filter = filter, Direction = ReadDirection.Backward }, ReadOptions.Default, Stop)).Value;

        Assert.Equal(["rare-2", "rare-1"], page.Events.Select(e => e.Stream.Value));
        Assert.True(page.IsEnd);
    }

    [Fact]
    public async Task Streams_by_change_go_on_behind_a_chatty_one()
    {
        var first = await ListByChangeAsync(before: null);
        var second = await ListByChangeAsync(first.NextBefore);

        Assert.Equal((false, true), (first.IsEnd, second.IsEnd));
        Assert.Equal(["rare-2", "chatty-1"], first.Streams.Select(head => head.Stream.Value));
        Assert.Equal(["rare-1"], second.Streams.Select(head => head.Stream.Value));
    }

    private async Task<StreamListPage> ListByChangeAsync(FeedPosition? before) => (await Store.ListStreamsAsync(
        new StreamListRead { ByChange = true, ChangedBefore = before, CountMax = 10 }, ReadOptions.Default, Stop)).Value;
}
