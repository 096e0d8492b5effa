using System.Net;
using System.Net.Sockets;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventAdmin.Web.Tests.Hosting;

public sealed class Running_on_a_cluster
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_its_cluster_the_app_starts_and_says_what_is_wrong()
    {
        await using var host = new ClusterHost();
        using var client = host.CreateClient();

        Assert.IsType<CassandraEventStorage>(host.Services.GetRequiredService<IEventStorage>());
        Assert.Contains("127.0.0.1:1", await client.GetStringAsync("/ops/store", Stop), StringComparison.Ordinal);
        using var ready = await client.GetAsync("/health/ready", Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using var live = await client.GetAsync("/health/live", Stop);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task Other_instances_have_an_address_of_their_own_at_which_nothing_else_is()
    {
        var address = new Uri($"http://127.0.0.1:{FindPort()}");
        await using var host = new ClusterHost(("InstanceAddress", address.ToString()), ("InstanceKey", Convert.ToBase64String(new byte[32])));
        host.CreateClient().Dispose();
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var page = await client.GetAsync(address, Stop);
        using var channel = await client.PostAsync(new Uri(address, CassandraEventStorage.InstancePath), content: null, Stop);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (page.StatusCode, channel.StatusCode));
    }

    [Theory]
    [InlineData("no sign-in yet", "Storage__Provider", "Cassandra", "Storage__Cassandra__ContactPoints", "127.0.0.1:1", "Storage__Cassandra__LocalDatacenter", "dc1", "Storage__Cassandra__InstanceAddress", "http://192.0.2.7:5091", "Storage__Cassandra__InstanceKey", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("ContactPoints", "Storage__Provider", "Cassandra")]
    [InlineData("Shards is 3", "Storage__Provider", "Cassandra", "Storage__Cassandra__ContactPoints", "127.0.0.1:1", "Storage__Cassandra__LocalDatacenter", "dc1", "Storage__Cassandra__Shards", "3")]
    [InlineData("store migrate", "Storage__Provider", "Cassandra", "Storage__Cassandra__ContactPoints", "127.0.0.1:1", "Storage__Cassandra__LocalDatacenter", "dc1", "Storage__Cassandra__Schema", "Migrate")]
    [InlineData("'Postgres'", "Storage__Provider", "Postgres")]
    public async Task Settings_that_can_not_be_are_refused_at_start_by_name(string name, params string[] settings)
    {
        var ending = await ServerProcess.RunAsync(
            ["--urls", "http://127.0.0.1:0"], Stop, [.. settings.Chunk(2).Select(static pair => (pair[0], pair[1])), ("ASPNETCORE_ENVIRONMENT", "Production")]);

        Assert.Equal(78, ending.Code);
        Assert.Contains(name, ending.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_has_no_tables_made()
    {
        var ending = await ServerProcess.RunAsync(
            ["store", "migrate"],
            Stop,
            ("Storage__Provider", "Cassandra"), ("Storage__Cassandra__ContactPoints", "127.0.0.1:1"), ("Storage__Cassandra__LocalDatacenter", "dc1"));

        Assert.Equal(69, ending.Code);
        Assert.Contains("can't be reached at 127.0.0.1:1", ending.Errors, StringComparison.Ordinal);
    }

    /// <summary>The app in development on a cluster that is not there.</summary>
    private sealed class ClusterHost(params (string Name, string Value)[] settings) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment(Environments.Development).UseSetting("Storage:Provider", "Cassandra");
            foreach (var (name, value) in settings.Prepend(("LocalDatacenter", "dc1")).Prepend(("ContactPoints", "127.0.0.1:1")))
                builder.UseSetting($"Storage:Cassandra:{name}", value);
        }
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
