using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Reading_large_events : SqliteStoreTest
{
    private const int Count = 20;
    private const int EventBytes = 1_000_000;
    private const long PageBytesMax = 17 * 1024 * 1024;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        for (var i = 0; i < Count; i++)
            Assert.IsType<AppendOutcome.Appended>(await AppendAsync("big-1", Events.NextWithData($"\"{new string('x', EventBytes - 2)}\"")));
    }

    [Theory]
    [InlineData(ReadDirection.Forward)]
    [InlineData(ReadDirection.Backward)]
    public async Task A_page_of_a_stream_ends_at_its_bytes_and_the_next_goes_on(ReadDirection direction)
    {
        var versions = new List<long>();
        StreamVersion? from = null;
        do
        {
            var read = new StreamRead { Stream = StreamId.Parse("big-1"), From = from, Direction = direction, CountMax = 1000 };
            var page = (await Store.ReadStreamAsync(read, ReadOptions.Default, Stop)).Value;
            Assert.InRange(page.Events.Sum(e => (long)e.Data.Length), 1, PageBytesMax);
            versions.AddRange(page.Events.Select(e => e.Version.Value));
            from = page.Next;
        }
        while (from is not null);

        var expected = Enumerable.Range(0, Count).Select(i => (long)i);
        Assert.Equal(direction == ReadDirection.Forward ? expected : expected.Reverse(), versions);
    }

    [Fact]
    public async Task A_page_of_the_feed_ends_at_its_bytes_and_the_next_goes_on()
    {
        var first = (await Store.ReadFeedAsync(new FeedRead { CountMax = 1000 }, ReadOptions.Default, Stop)).Value;
        var second = (await Store.ReadFeedAsync(new FeedRead { CountMax = 1000, After = first.Next }, ReadOptions.Default, Stop)).Value;

        Assert.InRange(first.Events.Sum(e => (long)e.Data.Length), 1, PageBytesMax);
        Assert.Equal((false, true), (first.IsEnd, second.IsEnd));
        Assert.Equal(Enumerable.Range(1, Count).Select(i => (long)i), first.Events.Concat(second.Events).Select(e => e.Position.ToStore()));
    }
}
