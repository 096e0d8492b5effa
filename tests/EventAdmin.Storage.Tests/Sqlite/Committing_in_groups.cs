using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Committing_in_groups : SqliteStoreTest
{
    [Fact]
    public async Task Appends_that_wait_at_the_same_time_are_committed_together()
    {
        const int Appends = 100;
        var appends = new List<Task<AppendOutcome>>();
        using var release = new ManualResetEventSlim();
        var held = Store.MaintainAsync(_ => release.Wait(Stop), Stop);
        for (var i = 0; i < Appends; i++)
            appends.Add(AppendAsync($"cart-{i}", Events.Next()));

        release.Set();
        await held;
        var outcomes = await Task.WhenAll(appends);

        Assert.All(outcomes, outcome => Assert.IsType<AppendOutcome.Appended>(outcome));
        Assert.Equal((1, Appends, Appends), (Store.Statistics.Commits, Store.Statistics.Appends, Store.Statistics.LargestGroup));
    }

    [Fact]
    public async Task A_lone_append_waits_for_nobody()
    {
        await AppendAsync("cart-1", Events.Next());
        await AppendAsync("cart-1", Events.Next());

        Assert.Equal((2, 1), (Store.Statistics.Commits, Store.Statistics.LargestGroup));
    }

    [Fact]
    public async Task A_group_ends_at_its_limit_of_appends()
    {
        Harness.Options.GroupAppendsMax = 10;
        await Harness.ReopenAsync(Stop);
        using var release = new ManualResetEventSlim();
        var held = Store.MaintainAsync(_ => release.Wait(Stop), Stop);
        var appends = Enumerable.Range(0, 25).Select(i => AppendAsync($"cart-{i}", Events.Next())).ToList();

        release.Set();
        await held;
        await Task.WhenAll(appends);

        Assert.Equal((3, 10), (Store.Statistics.Commits, Store.Statistics.LargestGroup));
    }

    [Fact]
    public async Task An_id_that_another_stream_holds_spoils_only_its_own_append()
    {
        var taken = Events.Next();
        await AppendAsync("cart-1", taken);
        using var release = new ManualResetEventSlim();
        var held = Store.MaintainAsync(_ => release.Wait(Stop), Stop);
        var before = Store.AppendAsync(AppendRequest.To(StreamId.Parse("cart-2"), ExpectedVersion.NoStream, Events.Next()), Stop);
        var repeated = Store.AppendAsync(AppendRequest.To(StreamId.Parse("cart-3"), ExpectedVersion.NoStream, taken), Stop);
        var after = Store.AppendAsync(AppendRequest.To(StreamId.Parse("cart-4"), ExpectedVersion.NoStream, Events.Next()), Stop);

        release.Set();
        await held;

        Assert.IsType<AppendOutcome.Appended>(await before);
        Assert.Equal(RefusalReason.IdempotencyMismatch, ReasonOf(await repeated));
        Assert.IsType<AppendOutcome.Appended>(await after);
        Assert.Equal([1, 2, 3], (await ReadFeedAsync()).Select(e => e.Position.ToStore()));
    }

    [Fact]
    public async Task A_queue_that_stays_full_refuses_as_busy()
    {
        Harness.Options.QueueMax = 1;
        Harness.Options.BusyTimeout = TimeSpan.FromMilliseconds(20);
        await Harness.ReopenAsync(Stop);
        using var started = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var held = Store.MaintainAsync(
            _ =>
            {
                started.Set();
                release.Wait(Stop);
            },
            Stop);
        started.Wait(Stop);
        var waiting = AppendAsync("cart-1", Events.Next());

        var refused = AppendAsync("cart-2", Events.Next());
        Harness.Clock.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal(RefusalReason.Busy, ReasonOf(await refused));
        release.Set();
        await held;
        Assert.IsType<AppendOutcome.Appended>(await waiting);
    }
}
