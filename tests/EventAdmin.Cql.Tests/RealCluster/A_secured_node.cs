using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Testing.Cassandra;
using TestAuthority = EventAdmin.Testing.Certificates.TestAuthority;

namespace EventAdmin.Cql.Tests.RealCluster;

[Collection(Runs.Secured)]
public sealed class A_secured_node(SecuredCluster run)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CqlProtocolVersion.V4, CqlCompression.None)]
    [InlineData(CqlProtocolVersion.V4, CqlCompression.Lz4)]
    [InlineData(CqlProtocolVersion.V5, CqlCompression.None)]
    [InlineData(CqlProtocolVersion.V5, CqlCompression.Lz4)]
    public async Task Is_written_and_read_over_TLS_by_whoever_logs_in(CqlProtocolVersion version, CqlCompression compression)
    {
        await using var client = await RealClient.ConnectAsync(
            run.Cluster, options => Secure(options) with { ProtocolVersion = version, Compression = compression });
        var table = $"ks_{version}_{compression}.t".ToLowerInvariant();
        await client.RunAsync($"CREATE KEYSPACE {table[..^2]} WITH replication = {{'class': 'SimpleStrategy', 'replication_factor': 1}}");
        await client.RunAsync($"CREATE TABLE {table} (id int PRIMARY KEY, v text)");
        var insert = await client.PrepareAsync($"INSERT INTO {table} (id, v) VALUES (?, ?) IF NOT EXISTS", CqlStatementKind.Conditional);
        var select = await client.PrepareAsync($"SELECT v FROM {table} WHERE id = ?", CqlStatementKind.Read);

        using var claimed = await client.ExecuteAsync(insert, [1, new string('v', 300_000)]);
        var row = Assert.Single(await client.RowsAsync(select, [1]));

        Assert.True(claimed.Applied);
        Assert.Equal(300_000, Assert.IsType<string>(row[0]).Length);
    }

    [Fact]
    public async Task Lets_no_one_in_with_a_wrong_password_without_one_or_in_the_clear()
    {
        var wrong = await RefusedAsync(options => Secure(options) with { Credentials = _ => ValueTask.FromResult(new CqlCredentials("cassandra", "guess")) });
        var none = await RefusedAsync(options => Secure(options) with { Credentials = null });
        await RefusedAsync(options => Secure(options) with { Tls = null, ConnectTimeout = TimeSpan.FromSeconds(3) });

        Assert.DoesNotContain("guess", wrong.ToString(), StringComparison.Ordinal);
        Assert.Equal(CqlOutcome.NotExecuted, none.Outcome);
    }

    [Fact]
    public async Task Is_not_trusted_by_another_name_or_another_authority()
    {
        using var stranger = new TestAuthority();

        await RefusedAsync(options => Secure(options) with { Tls = Trusting() with { ExpectedName = "another.example" } });
        await RefusedAsync(options => Secure(options) with { Tls = new CqlTlsOptions { TrustStore = [stranger.Certificate] } });
    }

    private CqlTlsOptions Trusting() => new() { TrustStore = [run.Cluster.Authority!] };

    private CqlOptions Secure(CqlOptions options) => options with
    {
        Tls = Trusting(),
        Credentials = _ => ValueTask.FromResult(new CqlCredentials(CassandraCluster.Account.User, CassandraCluster.Account.Password)),
    };

    private async Task<CqlException> RefusedAsync(Func<CqlOptions, CqlOptions> change)
    {
        // A client tries for as long as it is given; a few seconds are enough to see that it is not let in.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        return await Assert.ThrowsAnyAsync<CqlException>(async () =>
        {
            await using var client = await CqlClient.ConnectAsync(
                change(RealClient.OptionsFor(run.Cluster)), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, limit.Token);
        });
    }
}
