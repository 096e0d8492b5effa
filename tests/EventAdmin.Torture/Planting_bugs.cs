using EventAdmin.Client;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Torture.PlantedBugs;
using EventAdmin.Torture.Report;

namespace EventAdmin.Torture;

/// <summary>The plans must be seen to fail: the product is built once more with bugs, and each must be found by the check that is there for it.</summary>
public sealed class Planting_bugs
{
    [Fact]
    public async Task Shows_each_of_them_to_its_check()
    {
        Assert.SkipWhen(PlantedBuild.FindProblem() is not null, PlantedBuild.FindProblem() ?? "");
        var proof = new Proof(Environment.TickCount, "planted");
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"seed {proof.Seed}");

        await PlantedBuild.RunAsync(proof, output.WriteLine, TestContext.Current.CancellationToken);

        Assert.Empty(proof.Missed);
        Assert.SkipWhen(proof.Skipped.Count > 0, string.Join("; ", proof.Skipped.Values));
    }

    [Theory]
    [InlineData(typeof(SqliteEventStorage))]
    [InlineData(typeof(EventAdminClient))]
    [InlineData(typeof(AppendRequest))]
    public void Leaves_no_trace_in_what_is_shipped(Type shipped) =>
        Assert.DoesNotContain(shipped.Assembly.GetTypes(), type => type.Name is nameof(Planted) or nameof(PlantedBug));
}
