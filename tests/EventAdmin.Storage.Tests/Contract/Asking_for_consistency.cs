using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Asking_for_consistency<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task A_level_that_the_store_does_not_offer_is_refused_by_every_read()
    {
        var options = new ReadOptions { Consistency = "LOCAL_QUORUM" };
        Assert.DoesNotContain("LOCAL_QUORUM", Store.Capabilities.ConsistencyLevels);

        await AssertNotSupportedAsync(() => Store.ReadStreamAsync(new StreamRead { Stream = Id("cart-1"), CountMax = 1 }, options, Stop));
        await AssertNotSupportedAsync(() => Store.FindHeadAsync(Id("cart-1"), options, Stop));
        await AssertNotSupportedAsync(() => Store.ReadFeedAsync(new FeedRead { CountMax = 1 }, options, Stop));
        await AssertNotSupportedAsync(() => Store.FindEventAsync(Events.Next().Id, options, Stop));
        await AssertNotSupportedAsync(() => Store.LookUpAsync(new EventLookup { Type = "a", CountMax = 1 }, options, Stop));
        await AssertNotSupportedAsync(() => Store.ListStreamsAsync(new StreamListRead { CountMax = 1 }, options, Stop));
    }

    [Fact]
    public async Task A_store_without_levels_tells_none_in_its_receipts()
    {
        Assert.Empty(Store.Capabilities.ConsistencyLevels);

        var receipt = (await Store.FindHeadAsync(Id("cart-1"), ReadOptions.Default, Stop)).Receipt;

        Assert.Null(receipt.Asked);
        Assert.Null(receipt.Got);
        Assert.NotEmpty(Store.Capabilities.FreshnessSentence);
    }

    private static async Task AssertNotSupportedAsync(Func<Task> read)
    {
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(read);
        Assert.Contains("LOCAL_QUORUM", refusal.Message, StringComparison.Ordinal);
    }
}
