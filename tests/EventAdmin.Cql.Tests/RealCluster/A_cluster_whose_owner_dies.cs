using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EventAdmin.Testing.Cassandra;

namespace EventAdmin.Cql.Tests.RealCluster;

[Collection(Runs.Alone)]
public sealed class A_cluster_whose_owner_dies
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ends_with_it_however_that_happens()
    {
        if (CassandraDistribution.WhyNot is { } reason)
        {
            Assert.False(CassandraDistribution.IsRequired, reason);
            Assert.Skip(reason);
        }

        var clusters = Path.Combine(AppContext.BaseDirectory, "EventAdmin.Clusters.dll");
        using var owner = Process.Start(new ProcessStartInfo("dotnet", [clusters, "run", "1"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var node = IPEndPoint.Parse((await owner.StandardOutput.ReadLineAsync(CancellationToken)) ?? "");
            Assert.True(await AnswersAsync(node));

            // This process alone, without the chance to clean up: its children are not told.
            owner.Kill();
            await owner.WaitForExitAsync(CancellationToken);

            var began = Stopwatch.GetTimestamp();
            while (await AnswersAsync(node))
            {
                Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"The node still answers {Patience} after its owner died.");
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken);
            }
        }
        finally
        {
            owner.Kill();
        }
    }

    private static async Task<bool> AnswersAsync(IPEndPoint node)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(node, CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
