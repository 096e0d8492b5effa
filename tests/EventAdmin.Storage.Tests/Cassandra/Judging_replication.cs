using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Opening;

namespace EventAdmin.Storage.Tests.Cassandra;

public sealed class Judging_replication
{
    [Fact]
    public void Three_copies_everywhere_are_as_they_should_be()
    {
        Assert.Empty(Check("dc1", ("dc1", 3), ("dc2", 3)));
    }

    [Fact]
    public void Two_copies_and_unequal_copies_are_warned_of()
    {
        var warnings = Check("dc1", ("dc1", 2), ("dc2", 3));

        Assert.Contains("2 copies in datacenter 'dc1'", warnings[0], StringComparison.Ordinal);
        Assert.Contains("dc1: 2, dc2: 3", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void One_copy_is_refused_unless_it_is_allowed()
    {
        var refusal = Assert.Throws<StoreUnusableException>(() => Check("dc1", ("dc1", 1)));

        Assert.Contains("'dc1'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("1 copy", Assert.Single(Check("dc1", isOneCopyAllowed: true, ("dc1", 1))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dc2")]
    [InlineData(null)]
    public void No_copies_at_home_or_here_are_refused(string? home)
    {
        Assert.Throws<StoreUnusableException>(() => Check(home, ("dc3", 3)));
    }

    private static IReadOnlyList<string> Check(string? home, params (string Datacenter, int Copies)[] copies) => Check(home, isOneCopyAllowed: false, copies);

    private static IReadOnlyList<string> Check(string? home, bool isOneCopyAllowed, params (string Datacenter, int Copies)[] copies)
    {
        var replication = CqlReplication.Parse(
        [
            new("class", "org.apache.cassandra.locator.NetworkTopologyStrategy"),
            .. copies.Select(one => new KeyValuePair<string, string>(one.Datacenter, $"{one.Copies}")),
        ]);
        return ReplicationCheck.Check(replication, new CassandraOptions { LocalDatacenter = "dc1", IsOneCopyAllowed = isOneCopyAllowed }, home);
    }
}
