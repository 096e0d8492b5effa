using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Cassandra.Simulation;

public sealed class Not_knowing_an_outcome : IAsyncLifetime
{
    private readonly SimulatedTables _tables = new();
    private readonly AppendRequest _request = AppendRequest.To(StreamId.Parse("cart-1"), ExpectedVersion.NoStream, new SampleEvents("unknown").Take(2));
    private OneInstance? _instance;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private OneInstance Instance => _instance!;

    public async ValueTask InitializeAsync()
    {
        _instance = new OneInstance(_tables);
        await Instance.RunUntilAsync(() => Instance.Owner.IsServing);
    }

    public async ValueTask DisposeAsync() => await Instance.DisposeAsync();

    [Fact]
    public async Task It_is_told_as_unknown_and_found_out_when_it_was_stored_all_the_same()
    {
        var unknown = await GiveUpAsync();

        await Instance.RunUntilAsync(() => Instance.Appender.Unknown.Settled.Count > 0);

        Assert.Equal((_request.Id, StreamVersion.First), (unknown.Append, unknown.Planned));
        Assert.Empty(Instance.Appender.Unknown.Open);
        var settled = Assert.IsType<AppendOutcome.Appended>(Instance.Appender.Unknown.Settled[0].Outcome);
        Assert.Equal([new AppendedStream(StreamId.Parse("cart-1"), StreamVersion.First, StreamVersion.Of(1))], settled.Streams);
    }

    [Fact]
    public async Task It_is_found_out_when_it_was_never_stored()
    {
        await GiveUpAsync();
        // Its frame never arrives: the owner steps down, and knows as the next one that nothing is there.
        Instance.Network.Deliver(0, SimulatedFate.Lost);
        while (Instance.Owner.IsServing)
        {
            if (Instance.Network.Waiting > 0)
                Instance.Network.Deliver(0, SimulatedFate.Lost);
            else
                Instance.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        await Instance.RunUntilAsync(() => Instance.Appender.Unknown.Settled.Count > 0);

        Assert.Null(Instance.Appender.Unknown.Settled[0].Outcome);
        Assert.Empty(_tables["events"].Partitions);
    }

    [Fact]
    public async Task Where_nobody_takes_it_nothing_is_unknown()
    {
        var killed = Instance.Owner.KillAsync();
        await Instance.RunUntilAsync(() => killed.IsCompleted);

        var answer = Instance.Appender.AppendAsync(_request, Stop);
        await Instance.RunUntilAsync(() => answer.IsCompleted);

        Assert.Equal(RefusalReason.Busy, Assert.IsType<AppendOutcome.Refused>(await answer).Reason);
        Assert.Empty(Instance.Appender.Unknown.Open);
    }

    // Nothing is answered until the caller's patience ends; the owner has the append, and its first request is on its way.
    private async Task<AppendOutcome.Unknown> GiveUpAsync()
    {
        var answer = Instance.Appender.AppendAsync(_request, Stop);
        Instance.Clock.Advance(Instance.Appender.Patience);
        return Assert.IsType<AppendOutcome.Unknown>(await answer);
    }
}
