using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Running_out_of_space : SqliteStoreTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await FillAsync();
    }

    [Fact]
    public async Task Appends_are_refused_as_on_a_full_disk_and_nothing_of_them_is_stored()
    {
        var before = await ReadFeedAsync();

        var outcome = await AppendAsync("big-1", Large(), Large());

        Assert.Equal(RefusalReason.DiskFull, ReasonOf(outcome));
        Assert.Equal(before.Count, (await ReadFeedAsync()).Count);
        Assert.Null(Store.Statistics.DegradedReason);
    }

    [Fact]
    public async Task Reads_go_on()
    {
        var head = await Store.FindHeadAsync(StreamId.Parse("big-1"), ReadOptions.Default, Stop);

        Assert.NotNull(head.Value);
    }

    [Fact]
    public async Task Appends_resume_by_themselves_once_there_is_space_again()
    {
        await Store.MaintainAsync(database => SetPagesMax(database, long.MaxValue), Stop);
        Assert.Equal(RefusalReason.DiskFull, ReasonOf(await AppendAsync("big-1", Large())));

        Harness.Clock.Advance(TimeSpan.FromSeconds(1));
        var resumed = Assert.IsType<AppendOutcome.Appended>(await AppendAsync("big-1", Large()));

        var feed = await ReadFeedAsync();
        Assert.Equal(resumed.Position, feed[^1].Position);
        Assert.Equal(Enumerable.Range(1, feed.Count).Select(i => (long)i), feed.Select(e => e.Position.ToStore()));
    }

    private NewEvent Large() => Events.NextWithData($"\"{new string('x', 20_000)}\"");

    private async Task FillAsync()
    {
        await Store.MaintainAsync(database => SetPagesMax(database, (database.QueryNumber("PRAGMA page_count") ?? 0) + 20), Stop);
        AppendOutcome outcome;
        do
            outcome = await AppendAsync("big-1", Large());
        while (outcome is AppendOutcome.Appended);
        Assert.Equal(RefusalReason.DiskFull, ReasonOf(outcome));
    }

    private static void SetPagesMax(SqliteDatabase database, long pages) =>
        database.Execute(FormattableString.Invariant($"PRAGMA max_page_count = {Math.Min(pages, 1_000_000)}"));
}
