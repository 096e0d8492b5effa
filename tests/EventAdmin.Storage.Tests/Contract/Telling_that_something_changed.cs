using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Telling_that_something_changed<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task An_append_raises_the_signal_once_it_can_be_read()
    {
        for (var i = 0; i < 10; i++)
        {
            var before = await Store.FindFeedHeadAsync(Stop);
            var changed = Store.Changed.Next;
            var append = AppendedAsync("cart-1", Events.Next());

            await changed.WaitAsync(TimeSpan.FromSeconds(10), Stop);

            Assert.True(await Store.FindFeedHeadAsync(Stop) > before);
            await append;
        }
    }

    [Fact]
    public async Task A_deletion_raises_the_signal()
    {
        await AppendedAsync("cart-1", Events.Next());
        var changed = Store.Changed.Next;

        await Store.DeleteStreamsAsync([Id("cart-1")], Stop);

        await changed.WaitAsync(TimeSpan.FromSeconds(10), Stop);
    }

    [Fact]
    public async Task An_append_that_stores_nothing_raises_no_signal()
    {
        var stored = AppendRequest.To(Id("cart-1"), ExpectedVersion.Any, Events.Next());
        await Store.AppendAsync(stored, Stop);
        var changed = Store.Changed.Next;

        await Store.AppendAsync(stored, Stop);
        await AppendAsync("cart-1", ExpectedVersion.NoStream, Events.Next());
        await AppendAsync("cart-1", ExpectedVersion.Any, Events.NextWithData("{"));

        Assert.False(changed.IsCompleted);
    }
}
