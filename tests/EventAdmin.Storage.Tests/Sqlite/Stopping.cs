using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Stopping : SqliteStoreTest
{
    [Fact]
    public async Task What_waits_is_written_before_the_store_closes()
    {
        using var release = new ManualResetEventSlim();
        var held = Store.MaintainAsync(_ => release.Wait(Stop), Stop);
        var waiting = Enumerable.Range(0, 50).Select(i => AppendAsync($"cart-{i}", Events.Next())).ToList();

        var stopped = Store.StopAsync();
        release.Set();
        await stopped;
        await held;

        Assert.All(await Task.WhenAll(waiting), outcome => Assert.IsType<AppendOutcome.Appended>(outcome));
        await Harness.ReopenAsync(Stop);
        Assert.Equal(50, (await ReadFeedAsync()).Count);
    }

    [Fact]
    public async Task Appends_after_the_stop_are_refused_and_reads_go_on()
    {
        await AppendAsync("cart-1", Events.Next());
        await Store.StopAsync();

        var refused = Assert.IsType<AppendOutcome.Refused>(await AppendAsync("cart-1", Events.Next()));

        Assert.Equal(RefusalReason.Degraded, refused.Reason);
        Assert.Contains("stopping", refused.Detail, StringComparison.Ordinal);
        Assert.Single(await ReadFeedAsync());
    }

    [Fact]
    public async Task A_closed_store_says_so_to_a_reader()
    {
        await Store.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => Store.FindHeadAsync(StreamId.Parse("cart-1"), ReadOptions.Default, Stop));
    }

    [Fact]
    public async Task The_WAL_is_copied_and_cut_back_at_an_orderly_stop()
    {
        await AppendAsync("cart-1", Events.Next());

        await Harness.DisposeStoreAsync();

        Assert.Equal(0, new FileInfo(Harness.Options.Path + "-wal") is { Exists: true } wal ? wal.Length : 0);
    }
}
