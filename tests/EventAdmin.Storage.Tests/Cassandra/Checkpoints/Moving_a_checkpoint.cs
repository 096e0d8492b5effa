using EventAdmin.Cql.Primitives;
using EventAdmin.Storage.Cassandra.Checkpoints;

namespace EventAdmin.Storage.Tests.Cassandra.Checkpoints;

[Collection(nameof(StoreCluster))]
public sealed class Moving_a_checkpoint(StoreTablesFixture fixture) : IClassFixture<StoreTablesFixture>
{
    private readonly string _subscription = $"subscription-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private CheckpointTable Checkpoints => new(fixture.Tables, TimeProvider.System);

    [Fact]
    public async Task A_subscription_that_never_began_stands_nowhere()
    {
        Assert.Null(await FindAsync());

        var taken = await Checkpoints.TakeAsync(_subscription, epoch: 3, Stop);

        Assert.Equal(3, taken!.Epoch);
        Assert.Empty(taken.Positions);
    }

    [Fact]
    public async Task It_stands_where_it_was_moved_to()
    {
        await Checkpoints.TakeAsync(_subscription, epoch: 1, Stop);

        Assert.True(await Checkpoints.MoveAsync(_subscription, To(epoch: 1, 7), Stop));

        Assert.Equal(7, (await FindAsync())!.Positions["dc1.1/0"]);
    }

    [Fact]
    public async Task Whoever_takes_it_over_goes_on_from_there_and_the_former_holder_moves_it_no_more()
    {
        await Checkpoints.TakeAsync(_subscription, epoch: 1, Stop);
        await Checkpoints.MoveAsync(_subscription, To(epoch: 1, 7), Stop);

        var taken = await Checkpoints.TakeAsync(_subscription, epoch: 2, Stop);

        Assert.Equal(7, taken!.Positions["dc1.1/0"]);
        Assert.False(await Checkpoints.MoveAsync(_subscription, To(epoch: 1, 9), Stop));
        Assert.Equal(7, (await FindAsync())!.Positions["dc1.1/0"]);
    }

    [Fact]
    public async Task It_is_not_taken_under_an_epoch_that_is_over()
    {
        await Checkpoints.TakeAsync(_subscription, epoch: 5, Stop);

        Assert.Null(await Checkpoints.TakeAsync(_subscription, epoch: 4, Stop));
    }

    private static Checkpoint To(int epoch, long position) => new(epoch, new Dictionary<string, long> { ["dc1.1/0"] = position });

    private Task<Checkpoint?> FindAsync() => Checkpoints.FindAsync(_subscription, CqlConsistency.LocalSerial, Stop);
}
