using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Tests.Cassandra.Rows;

public sealed class Telling_whose_reign_it_was
{
    private static readonly ShardRow Shard = new()
    {
        Line = "dc1.1",
        Shard = 0,
        Epoch = 4,
        Owner = null,
        Address = null,
        Beat = 9,
        Committed = 20,
        Indexed = 20,
        TailHash = default,
        RecordedAt = null,
        Reigns = [new Reign(2, 5), new Reign(3, 11), new Reign(4, 11)],
        Closed = null,
        Deletions = 3,
        DeletionsEpoch = 4,
    };

    [Theory]
    [InlineData(5, 2)]
    [InlineData(10, 2)]
    [InlineData(11, 4)]
    [InlineData(20, 4)]
    public void The_newest_reign_that_began_at_or_before_a_number_counts(long number, int epoch) => Assert.Equal(epoch, Shard.ReignOver(number));

    [Fact]
    public void Of_a_number_before_what_is_kept_it_is_not_known() => Assert.Null(Shard.ReignOver(4));

    [Fact]
    public void Only_deletions_that_the_marker_leads_to_count()
    {
        DeletionRow[] rows = [Deletion(1, 1, 0), Deletion(2, 2, 1), Deletion(2, 3, 1), Deletion(3, 3, 3), Deletion(3, 4, 2), Deletion(4, 4, 4)];

        var committed = DeletionRow.Committed(rows, Shard, after: 0);

        Assert.Equal([(1, 1), (2, 2), (3, 4)], committed.Select(row => (row.Number, row.Epoch)));
        Assert.Equal([3L], DeletionRow.Committed(rows.Where(row => row.Number > 2), Shard, after: 2).Select(row => row.Number));
        Assert.Empty(DeletionRow.Committed(rows, Shard, after: 3));
    }

    [Fact]
    public void A_committed_deletion_that_is_missing_is_found() =>
        Assert.Throws<LogDamagedException>(() => DeletionRow.Committed([Deletion(1, 1, 0), Deletion(3, 4, 2)], Shard, after: 0));

    private static DeletionRow Deletion(long number, int epoch, int previous) => new()
    {
        Line = "dc1.1",
        Shard = 0,
        Number = number,
        Epoch = epoch,
        PreviousEpoch = previous,
        AfterSeq = 10,
        Streams = new Dictionary<StreamId, long>(),
    };
}
