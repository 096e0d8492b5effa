using System.Net;
using System.Net.Http.Json;
using EventAdmin.Storage.Cassandra;
using EventAdmin.Testing.Cassandra;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventAdmin.Web.Tests.Hosting;

/// <summary>The app on a real node.</summary>
public sealed class Showing_what_a_cluster_holds(Showing_what_a_cluster_holds.Node node) : IClassFixture<Showing_what_a_cluster_holds.Node>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_page_that_reads_says_what_the_cluster_answered_with()
    {
        await using var host = new NodeHost(node.Cluster.ContactPoints[0].ToString());
        using var client = host.CreateClient();
        await host.Services.GetRequiredService<CassandraEventStorage>().WaitUntilOwnerAsync(Stop);

        using var appended = await client.PostAsJsonAsync(
            "/api/streams/order-1/events", new { events = new[] { new { type = "OrderPlaced", data = new { total = 12 } } } }, Stop);

        Assert.Equal(HttpStatusCode.Created, appended.StatusCode);
        foreach (var path in new[] { "/streams/order-1", "/streams/order-1/events/0", "/streams/order-1/replay", "/live?from=p:9" })
        {
            var page = await client.GetStringAsync(path, Stop);
            Assert.DoesNotContain("single copy", page, StringComparison.Ordinal);
            Assert.True(page.Contains("got LOCAL_QUORUM", StringComparison.Ordinal), $"{path} does not say which level it got.");
        }
    }

    /// <summary>One node for the tests of this class.</summary>
    public sealed class Node() : ClusterFixture(new ClusterOptions());

    private sealed class NodeHost(string contactPoint) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseEnvironment(Environments.Development)
            .UseSetting("Storage:Provider", "Cassandra")
            .UseSetting("Storage:Cassandra:ContactPoints", contactPoint)
            .UseSetting("Storage:Cassandra:LocalDatacenter", "dc1");
    }
}
