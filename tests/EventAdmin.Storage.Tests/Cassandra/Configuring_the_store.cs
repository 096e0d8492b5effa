using EventAdmin.Storage.Cassandra.Configuration;

namespace EventAdmin.Storage.Tests.Cassandra;

public sealed class Configuring_the_store
{
    [Fact]
    public void Contact_points_and_a_datacenter_are_enough()
    {
        Assert.Empty(ProblemsOf(Options()));
    }

    [Fact]
    public void More_than_one_shard_is_refused_by_name()
    {
        var options = Options();
        options.Shards = 4;

        Assert.Equal(["Shards is 4; this release knows stores of 1 shard only."], ProblemsOf(options));
    }

    [Fact]
    public void A_global_store_has_no_home()
    {
        var options = Options();
        options.Tier = StoreTier.Global;
        options.HomeDatacenter = "dc1";

        Assert.Contains("has no home", Assert.Single(ProblemsOf(options)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_without_a_password_is_refused()
    {
        var options = Options();
        options.UserName = "events";

        Assert.Contains("belong together", Assert.Single(ProblemsOf(options)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:99999")]
    [InlineData("not a host")]
    public void A_contact_point_that_is_no_host_is_named(string point)
    {
        Assert.Contains($"'{point}'", Assert.Single(ProblemsOf(Options(point))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        var options = Options();
        options.Tls = new CassandraTlsOptions { AuthorityFile = "/nowhere/ca.pem" };

        Assert.Equal(["Tls:AuthorityFile is '/nowhere/ca.pem', where no file is."], ProblemsOf(options));
    }

    private static CassandraOptions Options(string point = "127.0.0.1") => new() { ContactPoints = { point }, LocalDatacenter = "dc1" };

    private static IEnumerable<string> ProblemsOf(CassandraOptions options) => new CassandraOptionsValidator().Validate(name: null, options).Failures ?? [];
}
