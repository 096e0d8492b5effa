using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Cancelling_an_append<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task One_that_was_cancelled_before_it_began_stores_nothing()
    {
        var request = AppendRequest.To(Id("cart-1"), ExpectedVersion.Any, Events.Take(3));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.AppendAsync(request, new CancellationToken(canceled: true)));

        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task Cancelling_halfway_leaves_nothing_half_done()
    {
        var requests = Enumerable.Range(0, 60)
            .Select(i => AppendRequest.To([To($"cart-{i}", ExpectedVersion.NoStream, Events.Take(4)), To("order-1", ExpectedVersion.Any, Events.Take(3))]))
            .ToList();

        await Task.WhenAll(requests.Select((request, i) => Task.Run(() => AppendAndCancelAsync(request, isCancelled: i % 2 == 0), Stop)));

        // One more append: when it is answered, everything sent before it is decided.
        await AppendedAsync("last-1", Events.Next());
        foreach (var (request, i) in requests.Select((request, i) => (request, i)))
        {
            var stored = await LookUpAsync(new EventLookup { Append = request.Id, CountMax = 100 });
            Assert.True(stored.Count is 0 or 7, $"Append {i} is stored with {stored.Count} of its 7 events.");
            Assert.True(i % 2 == 0 || stored.Count == 7, $"Append {i} was not cancelled and is not stored.");
        }
    }

    [Fact]
    public async Task What_a_cancelled_append_did_is_told_to_its_retry()
    {
        var requests = Enumerable.Range(0, 30).Select(i => AppendRequest.To(Id($"cart-{i}"), ExpectedVersion.NoStream, Events.Take(2))).ToList();
        await Task.WhenAll(requests.Select(request => Task.Run(() => AppendAndCancelAsync(request, isCancelled: true), Stop)));

        foreach (var request in requests)
            Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(request, Stop));

        Assert.Equal(60, (await ReadFeedAsync()).Count);
    }

    private async Task AppendAndCancelAsync(AppendRequest request, bool isCancelled)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var append = Store.AppendAsync(request, source.Token);
        if (isCancelled)
            await source.CancelAsync();
        try
        {
            Assert.IsType<AppendOutcome.Appended>(await append);
        }
        catch (OperationCanceledException) when (isCancelled)
        {
            // The wait has ended; the append may be stored or not.
        }
    }
}
