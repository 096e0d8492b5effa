using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Keeping_the_WAL_small : SqliteStoreTest
{
    private const long OneMebibyte = 1024 * 1024;

    public override async ValueTask InitializeAsync()
    {
        Harness.Options.CheckpointBytes = OneMebibyte;
        Harness.Options.TruncateBytes = 4 * OneMebibyte;
        await base.InitializeAsync();
    }

    [Fact]
    public async Task It_stays_within_its_bounds_while_appends_go_on()
    {
        for (var i = 0; i < 30; i++)
        {
            Assert.IsType<AppendOutcome.Appended>(await AppendAsync("big-1", Large()));
            Assert.InRange(Store.Statistics.WalFileBytes, 0, 4 * OneMebibyte);
        }

        Assert.InRange(Store.Statistics.Checkpoints, 5, int.MaxValue);
    }

    [Fact]
    public async Task Its_file_is_cut_back_once_it_is_large()
    {
        Harness.Options.TruncateBytes = OneMebibyte;
        await Harness.ReopenAsync(Stop);

        await AppendAsync("big-1", Large(), Large());
        // Callers are told before the WAL is looked after; whatever the loop does next comes after it.
        await Store.MaintainAsync(_ => { }, Stop);

        Assert.Equal(0, Store.Statistics.WalFileBytes);
    }

    [Fact]
    public async Task A_reader_in_the_way_delays_it_and_loses_nothing()
    {
        using var reading = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        await AppendAsync("big-1", Large());
        using var pool = new ReaderPool(Store.Path, Harness.Options);
        var reader = pool.ReadAsync(
            (database, token) =>
            {
                var count = database.QueryNumber("SELECT count(*) FROM events");
                reading.Set();
                release.Wait(token);
                return count;
            },
            Stop);
        reading.Wait(Stop);
        for (var i = 0; i < 12; i++)
            Assert.IsType<AppendOutcome.Appended>(await AppendAsync("big-1", Large()));
        var whileHeld = Store.Statistics.WalFileBytes;
        release.Set();
        await reader;

        for (var i = 0; i < 3; i++)
            await AppendAsync("big-1", Large());

        Assert.True(whileHeld > 4 * OneMebibyte, $"The reader held nothing up: {whileHeld} bytes.");
        Assert.InRange(Store.Statistics.WalBytes, 0, 4 * OneMebibyte);
        Assert.Equal(16, (await ReadFeedAsync()).Count);
    }

    [Fact]
    public async Task It_is_cut_back_after_half_a_minute_without_appends()
    {
        await AppendAsync("cart-1", Events.Next());
        // The loop notes the time of a write after its caller was told.
        await Store.MaintainAsync(_ => { }, Stop);
        Assert.NotEqual(0, Store.Statistics.WalFileBytes);

        Harness.Clock.Advance(Harness.Options.CheckpointWhenIdleFor);
        // Whatever the loop does on this comes after what the clock made it do.
        await Store.MaintainAsync(_ => { }, Stop);

        Assert.Equal(0, Store.Statistics.WalFileBytes);
    }

    private NewEvent Large() => Events.NextWithData($"\"{new string('x', 600_000)}\"");
}
