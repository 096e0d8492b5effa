using CsCheck;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Tests.Cassandra.Rows;

public sealed class Dividing_into_partitions
{
    private static readonly Buckets Fours = new(4);

    [Fact]
    public void Every_number_is_in_one_of_the_partitions_that_may_hold_it()
    {
        Gen.Int[1, 3].Array[1, 30].Sample(sizes =>
        {
            long first = 0;
            foreach (var size in sizes)
            {
                var partition = Fours.Of(first);
                for (var number = first; number < first + size; number++)
                    Assert.Contains(partition, Fours.Holding(number));
                first += size;
            }
        });
    }

    [Fact]
    public void None_is_skipped()
    {
        Gen.Int[1, 3].Array[1, 30].Sample(sizes =>
        {
            long first = 0;
            var used = new HashSet<int>();
            foreach (var size in sizes)
            {
                used.Add(Fours.Of(first));
                first += size;
            }

            Assert.Equal(Enumerable.Range(0, used.Count), used.Order());
        });
    }

    [Fact]
    public void A_later_epoch_writes_later_whatever_the_number()
    {
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Long[0, (1L << 43) - 1], Gen.Long[0, (1L << 43) - 1]).Sample(
            (left, right, leftNumber, rightNumber) => Assert.Equal(
                (left, leftNumber).CompareTo((right, rightNumber)),
                WriteTimestamp.Of(left, leftNumber).CompareTo(WriteTimestamp.Of(right, rightNumber))));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(1 << 20, 0)]
    [InlineData(0, 1L << 43)]
    public void A_timestamp_that_would_run_over_is_refused(int epoch, long number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WriteTimestamp.Of(epoch, number));
}
