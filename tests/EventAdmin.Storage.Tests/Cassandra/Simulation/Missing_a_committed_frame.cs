using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Cassandra.Simulation;

public sealed class Missing_a_committed_frame
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_owner_names_it_and_serves_nothing()
    {
        var tables = new SimulatedTables();
        await using (var first = new OneInstance(tables))
        {
            await first.RunUntilAsync(() => first.Owner.IsServing);
            var answer = first.Appender.AppendAsync(AppendRequest.To(StreamId.Parse("cart-1"), ExpectedVersion.Any, new SampleEvents("missing").Take(3)), Stop);
            await first.RunUntilAsync(() => answer.IsCompleted);
        }

        foreach (var segment in tables["log"].Partitions)
            segment.Rows.Clear();
        await using var second = new OneInstance(tables);
        await second.RunUntilAsync(() => second.Owner.DegradedReason is not null);

        Assert.Contains("number 1 ", second.Owner.DegradedReason, StringComparison.Ordinal);
        Assert.False(second.Owner.IsServing);
        var refused = second.Appender.AppendAsync(AppendRequest.To(StreamId.Parse("cart-2"), ExpectedVersion.Any, new SampleEvents("other").Next()), Stop);
        await second.RunUntilAsync(() => refused.IsCompleted);
        Assert.Equal(RefusalReason.Degraded, Assert.IsType<AppendOutcome.Refused>(await refused).Reason);
    }
}
