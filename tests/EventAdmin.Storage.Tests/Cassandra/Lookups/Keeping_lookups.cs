using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Leases;
using EventAdmin.Storage.Cassandra.Lookups;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Cassandra.Lookups;

[Collection(nameof(StoreCluster))]
public sealed class Keeping_lookups : IAsyncLifetime
{
    private readonly LookupHarness _harness = new();
    private readonly SampleEvents _events = new("lookups");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IEventStorage Store => _harness.Storage;

    public async ValueTask InitializeAsync() => await _harness.OpenAsync(new EventLimits(), Stop);

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task Events_that_were_counted_before_a_crash_are_not_counted_again()
    {
        await AppendAsync("cart-1");
        await _harness.Progress.WaitUntilCompleteAsync(Stop);
        await _harness.StopAsync();
        await AppendAsync("cart-1");
        await AppendAsync("cart-2");

        // All of it is written, and the instance ends before it moves the checkpoint.
        await FormerWriter().WriteAsync((await ReadRestAsync()).Frames, Stop);
        _harness.Start();

        Assert.Equal((2, 3), await CountsOfAsync("cart"));
        Assert.Equal([new TypeCount("Noted", 3)], (await Store.ListTypesAsync(Stop)).Value);
    }

    [Fact]
    public async Task A_deletion_that_was_uncounted_before_a_crash_is_not_uncounted_again()
    {
        await AppendAsync("cart-1");
        await AppendAsync("cart-2");
        await AppendAsync("cart-2");
        await _harness.Progress.WaitUntilCompleteAsync(Stop);
        await _harness.StopAsync();
        await Store.DeleteStreamsAsync([StreamId.Parse("cart-2")], Stop);

        await FormerWriter().WriteAsync((await ReadRestAsync()).Deletion!, seq: 3, Stop);
        _harness.Start();

        Assert.Equal((1, 1), await CountsOfAsync("cart"));
    }

    [Fact]
    public async Task What_a_former_holder_writes_late_changes_nothing()
    {
        await AppendAsync("cart-1");
        var stale = (await _harness.History.ReadAsync(default, Stop)).Frames;
        await AppendAsync("cart-1");
        await _harness.Progress.WaitUntilCompleteAsync(Stop);

        var former = new LookupWriter(_harness.Tables, _harness.Buckets, generation: 1, new EpochTimestamps(epoch: 0), TimeProvider.System);
        await former.WriteAsync(stale, Stop);

        var head = Assert.Single((await Store.ListStreamsAsync(new StreamListRead { CountMax = 5 }, ReadOptions.Default, Stop)).Value.Streams);
        Assert.Equal(StreamVersion.Of(1), head.Last);
        Assert.Equal((1, 2), await CountsOfAsync("cart"));
    }

    [Fact]
    public async Task The_next_instance_goes_on_where_the_last_one_stood()
    {
        await AppendAsync("cart-1");
        await _harness.Progress.WaitUntilCompleteAsync(Stop);
        await _harness.StopAsync();
        await AppendAsync("cart-2");

        _harness.Start();

        Assert.Equal((2, 2), await CountsOfAsync("cart"));
    }

    [Fact]
    public async Task What_is_built_anew_is_right_again_and_what_it_replaced_is_gone()
    {
        await AppendAsync("cart-1");
        await AppendAsync("order-1");
        await Store.DeleteStreamsAsync([StreamId.Parse("order-1")], Stop);
        await _harness.Progress.WaitUntilCompleteAsync(Stop);
        var wrong = CountTable.Put(CountTable.Categories, 1, "cart", new CountRow(7, 7, LastAt: null, new LookupPoint(2, 1)), long.MaxValue - 1);
        await _harness.Tables.Store.WriteAsync(wrong, Stop);
        Assert.Equal((7, 7), await CountsOfAsync("cart"));

        await _harness.Subscription.RequestRebuildAsync(Stop);
        while ((await _harness.Progress.WaitUntilCompleteAsync(Stop)).Generation == 1)
            await _harness.Progress.Moved.Next.WaitAsync(Stop);

        Assert.Equal((1, 1), await CountsOfAsync("cart"));
        Assert.Equal((0, 0), await CountsOfAsync("order"));
        var listed = (await Store.ListStreamsAsync(new StreamListRead { CountMax = 5 }, ReadOptions.Default, Stop)).Value;
        Assert.Equal(["cart-1"], listed.Streams.Select(head => head.Stream.Value));
        await AppendAsync("cart-2");
        Assert.Equal((2, 2), await CountsOfAsync("cart"));
    }

    private Task<AppendOutcome> AppendAsync(string stream) => Store.AppendAsync(AppendRequest.To(StreamId.Parse(stream), ExpectedVersion.Any, _events.Next()), Stop);

    private async Task<HistorySlice> ReadRestAsync() => await _harness.History.ReadAsync((await _harness.Progress.FindAsync(Stop)).Point, Stop);

    // The epoch of the first holder, with timestamps beyond those that it gave.
    private LookupWriter FormerWriter()
    {
        var timestamps = new EpochTimestamps(epoch: 1);
        for (var i = 0; i < 1000; i++)
            timestamps.Next();
        return new LookupWriter(_harness.Tables, _harness.Buckets, generation: 1, timestamps, TimeProvider.System);
    }

    private async Task<(long Streams, long Events)> CountsOfAsync(string category)
    {
        var categories = (await Store.ListCategoriesAsync(includeSystem: true, Stop)).Value;
        return categories.SingleOrDefault(one => one.Name == category) is { } found ? (found.Streams, found.Events) : default;
    }
}
