using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Tests.Cassandra;

public sealed class Meeting_a_damaged_event : CassandraStoreTest
{
    [Fact]
    public async Task Sets_its_stream_apart_and_no_other()
    {
        await AppendAsync("cart-1", Events.Take(2));
        await AppendAsync("cart-2", Events.Take(1));
        await Harness.RunAsync("UPDATE {ks}.events USING TIMESTAMP 9000000000000000000 SET type = 'Other' WHERE stream_id = 'cart-1' AND bucket = 0 AND version = 1 AND epoch = 1", Stop);

        var read = new StreamRead { Stream = StreamId.Parse("cart-1"), CountMax = 10, MarksDamaged = true };
        var page = (await Store.ReadStreamAsync(read, ReadOptions.Default, Stop)).Value;

        Assert.Null(page.Events[0].Damage);
        Assert.NotNull(page.Events[1].Damage);
        Assert.Equal(("cart-1", 1L), (Store.Health.Quarantined.Single().Stream.Value, Store.Health.Quarantined.Single().Version.Value));
        var refused = Assert.IsType<AppendOutcome.Refused>(
            await Store.AppendAsync(AppendRequest.To(StreamId.Parse("cart-1"), ExpectedVersion.Any, Events.Take(1)), Stop));
        Assert.Equal(RefusalReason.Degraded, refused.Reason);
        Assert.Contains("cart-1 takes no appends", refused.Detail, StringComparison.Ordinal);
        await AppendAsync("cart-2", Events.Take(1));
    }
}
