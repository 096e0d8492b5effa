using EventAdmin.Storage.Cassandra.Leases;
using EventAdmin.Testing.Storage;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Storage.Tests.Cassandra.Leases;

[Collection(nameof(StoreCluster))]
public sealed class Holding_a_lease(StoreTablesFixture fixture) : IClassFixture<StoreTablesFixture>
{
    private readonly FakeTimeProvider _clock = new(TestTime.Start);
    private readonly string _scope = $"scope-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private LeaseTable Leases => new(fixture.Tables);

    [Fact]
    public async Task A_lease_that_nobody_holds_is_taken_at_once()
    {
        await using var lease = await TakeAsync("one", new LeaseWatch(_clock));

        Assert.Equal(1, lease!.Epoch);
        Assert.Equal(new LeaseRow("one", 1, 1), await Leases.FindAsync(_scope, Stop));
    }

    [Fact]
    public async Task A_lease_that_is_held_is_not_another_ones()
    {
        await using var lease = await TakeAsync("one", new LeaseWatch(_clock));

        Assert.Null(await TakeAsync("two", new LeaseWatch(_clock)));
    }

    [Fact]
    public async Task Of_several_that_ask_at_once_one_gets_it()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => TakeAsync($"{i}", new LeaseWatch(_clock))));

        await using var lease = Assert.Single(taken, lease => lease is not null);
    }

    [Fact]
    public async Task A_lease_that_was_given_back_is_taken_at_once_under_a_higher_epoch()
    {
        await (await TakeAsync("one", new LeaseWatch(_clock)))!.DisposeAsync();

        await using var next = await TakeAsync("two", new LeaseWatch(_clock));

        Assert.Equal(2, next!.Epoch);
    }

    [Fact]
    public async Task A_beat_that_stands_still_for_six_seconds_of_the_watcher_is_nobodys()
    {
        // Its holder has gone without a word.
        Assert.True(await Leases.TryReplaceAsync(_scope, known: null, new LeaseRow("gone", 4, 9), Stop));
        var watch = new LeaseWatch(_clock);
        Assert.Null(await TakeAsync("two", watch));
        _clock.Advance(LeaseWatch.Patience - TimeSpan.FromTicks(1));
        Assert.Null(await TakeAsync("two", watch));
        _clock.Advance(TimeSpan.FromTicks(1));

        await using var next = await TakeAsync("two", watch);

        Assert.Equal(5, next!.Epoch);
    }

    [Fact]
    public async Task A_beat_that_moves_starts_the_wait_again()
    {
        var held = new LeaseRow("one", 1, 1);
        Assert.True(await Leases.TryReplaceAsync(_scope, known: null, held, Stop));
        var watch = new LeaseWatch(_clock);
        Assert.Null(await TakeAsync("two", watch));
        _clock.Advance(LeaseWatch.Patience);
        Assert.True(await Leases.TryReplaceAsync(_scope, held, held with { Beat = 2 }, Stop));

        Assert.Null(await TakeAsync("two", watch));
    }

    [Fact]
    public async Task A_holder_that_was_taken_over_learns_it_with_its_next_beat()
    {
        await using var lease = await TakeAsync("one", new LeaseWatch(_clock));
        var lost = new TaskCompletionSource();
        await using var told = lease!.Lost.Register(lost.SetResult);
        Assert.True(await Leases.TryReplaceAsync(_scope, new LeaseRow("one", 1, 1), new LeaseRow("two", 2, 2), Stop));

        _clock.Advance(Lease.Interval);

        await lost.Task.WaitAsync(Stop);
        Assert.Equal("two", (await Leases.FindAsync(_scope, Stop))!.Owner);
    }

    [Fact]
    public async Task What_was_read_before_someone_else_wrote_replaces_nothing()
    {
        Assert.True(await Leases.TryReplaceAsync(_scope, known: null, new LeaseRow("one", 1, 1), Stop));

        Assert.False(await Leases.TryReplaceAsync(_scope, known: null, new LeaseRow("two", 1, 1), Stop));
        Assert.False(await Leases.TryReplaceAsync(_scope, new LeaseRow("one", 1, 2), new LeaseRow("two", 2, 3), Stop));
    }

    private Task<Lease?> TakeAsync(string owner, LeaseWatch watch) => Lease.TryTakeAsync(Leases, _scope, owner, watch, _clock, Stop);
}
