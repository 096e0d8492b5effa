using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.EventSourcing.Tests.Storage;

public sealed class Signalling_a_change
{
    [Fact]
    public async Task A_raise_between_looking_and_waiting_is_not_lost()
    {
        var signal = new FeedSignal();
        var next = signal.Next;

        signal.Raise();

        await next.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_raise_wakes_only_those_who_waited_before_it()
    {
        var signal = new FeedSignal();

        signal.Raise();

        Assert.False(signal.Next.IsCompleted);
    }

    [Fact]
    public async Task A_raise_wakes_everybody()
    {
        var signal = new FeedSignal();
        var waiting = Enumerable.Range(0, 5).Select(_ => signal.Next).ToList();

        signal.Raise();

        await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }
}
