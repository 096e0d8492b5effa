using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Tests.Cassandra;

public sealed class Choosing_consistency : CassandraStoreTest
{
    [Fact]
    public async Task Every_level_that_the_store_offers_reads_a_stream_and_is_in_the_receipt()
    {
        await AppendAsync("cart-1", Events.Take(3));
        // This cluster has one node: what asks for more copies is refused by it, and says so.
        string[] beyond = ["TWO", "THREE"];

        foreach (var level in Store.Capabilities.ConsistencyLevels.Except(beyond))
        {
            var read = await Store.ReadStreamAsync(
                new StreamRead { Stream = StreamId.Parse("cart-1"), CountMax = 5 }, new ReadOptions { Consistency = level, Deadline = TimeSpan.FromSeconds(20) }, Stop);
            Assert.Equal((level, level, 3), (read.Receipt.Asked, read.Receipt.Got, read.Value.Events.Count));
        }

        foreach (var level in beyond)
        {
            var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(
                () => Store.FindHeadAsync(StreamId.Parse("cart-1"), new ReadOptions { Consistency = level }, Stop));
            Assert.Contains(level, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_read_that_asks_for_nothing_tells_what_it_got()
    {
        await AppendAsync("cart-1", Events.Take(1));

        var receipt = (await Store.FindHeadAsync(StreamId.Parse("cart-1"), ReadOptions.Default, Stop)).Receipt;

        Assert.Equal(("Cassandra", null, "LOCAL_QUORUM", 1, false), (receipt.Store, receipt.Asked, receipt.Got, receipt.Copies, receipt.IsFallback));
        // Several statements, none of them tried again.
        Assert.Equal(1, receipt.Attempts);
    }

    [Theory]
    [InlineData("ANY")]
    [InlineData("SERIAL")]
    [InlineData("MOST")]
    public async Task A_level_that_the_store_can_not_give_is_refused_by_name(string level)
    {
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(
            () => Store.FindHeadAsync(StreamId.Parse("cart-1"), new ReadOptions { Consistency = level }, Stop));

        Assert.Contains($"'{level}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_event_under_another_append_id_is_another_event_and_the_store_says_that_it_does_not_know_better()
    {
        var used = Events.Next();
        await AppendAsync("cart-1", used);

        await AppendAsync("cart-2", used);

        Assert.False(Store.Capabilities.KeepsEventIdsUnique);
        Assert.Equal(StreamId.Parse("cart-1"), (await Store.FindEventAsync(used.Id, ReadOptions.Default, Stop)).Value!.Stream);
    }
}
