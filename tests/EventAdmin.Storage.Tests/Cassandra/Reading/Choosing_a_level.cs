using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Reading;

namespace EventAdmin.Storage.Tests.Cassandra.Reading;

public sealed class Choosing_a_level
{
    private const StoreTier Home = StoreTier.HomeRegion;

    [Fact]
    public void What_is_asked_is_what_is_read()
    {
        foreach (var name in ReadLevels.Names(Home).Where(name => name != "LOCAL_SERIAL"))
        {
            var level = LevelOf(name, ReadKind.Stream, Home);
            Assert.Equal((name, name, false), (level.Asked!.Value.ToName(), level.Level.ToName(), level.IsSettled));
        }
    }

    [Fact]
    public void What_nobody_asked_is_the_level_that_sees_what_was_acknowledged()
    {
        Assert.Equal(CqlConsistency.LocalQuorum, LevelOf(null, ReadKind.Stream, Home).Level);
        Assert.Equal(CqlConsistency.Quorum, LevelOf(null, ReadKind.Stream, StoreTier.Global).Level);
        Assert.Equal(CqlConsistency.LocalQuorum, LevelOf(null, ReadKind.Feed, Home).Level);
        Assert.Equal(CqlConsistency.LocalOne, LevelOf(null, ReadKind.List, Home).Level);
    }

    [Fact]
    public void A_serial_level_is_a_settled_read_of_rows_at_the_commit_level()
    {
        Assert.Equal(new ReadLevel(CqlConsistency.LocalSerial, CqlConsistency.LocalQuorum, IsSettled: true), LevelOf("LOCAL_SERIAL", ReadKind.Stream, Home));
        Assert.Equal(new ReadLevel(CqlConsistency.Serial, CqlConsistency.Quorum, IsSettled: true), LevelOf("SERIAL", ReadKind.Stream, StoreTier.Global));
    }

    [Theory]
    [InlineData("ANY", ReadKind.Stream, StoreTier.HomeRegion)]
    [InlineData("SERIAL", ReadKind.Stream, StoreTier.HomeRegion)]
    [InlineData("LOCAL_SERIAL", ReadKind.Stream, StoreTier.Global)]
    [InlineData("LOCAL_ONE", ReadKind.Feed, StoreTier.HomeRegion)]
    [InlineData("LOCAL_SERIAL", ReadKind.Feed, StoreTier.HomeRegion)]
    [InlineData("LOCAL_QUORUM", ReadKind.Feed, StoreTier.Global)]
    [InlineData("QUORUM", ReadKind.List, StoreTier.HomeRegion)]
    [InlineData("ALL", ReadKind.EventById, StoreTier.HomeRegion)]
    [InlineData("MOST", ReadKind.Stream, StoreTier.HomeRegion)]
    public void A_level_that_a_read_can_not_have_is_refused_by_name(string name, object kind, StoreTier tier)
    {
        var refusal = Assert.Throws<NotSupportedException>(() => LevelOf(name, (ReadKind)kind, tier));

        Assert.Contains($"'{name}'", refusal.Message, StringComparison.Ordinal);
    }

    private static ReadLevel LevelOf(string? name, ReadKind kind, StoreTier tier) => ReadLevels.Of(new ReadOptions { Consistency = name }, kind, tier);
}
