using CsCheck;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Tests.Cassandra.Rows;

public sealed class Keeping_what_has_no_column
{
    [Fact]
    public void It_comes_back_with_the_finer_part_of_both_times()
    {
        StoredEvents.Frames.Sample(frame => Assert.All(frame.Events, e =>
        {
            var back = StoredMeta.FromBlob(e.Meta.ToBlob(e.RecordedAt, e.OccurredAt), out var recordedFiner, out var occurredFiner);

            Assert.Equal(e.Meta, back);
            Assert.Equal(e.RecordedAt, Instants.FromStore(e.RecordedAt.ToUnixTimeMilliseconds(), recordedFiner));
            Assert.Equal(e.OccurredAt, e.OccurredAt is { } at ? Instants.FromStore(at.ToUnixTimeMilliseconds(), occurredFiner) : null);
        }));
    }

    [Fact]
    public void What_is_no_such_blob_is_refused()
    {
        var whole = new StoredMeta { AppendIndex = 0, AppendCount = 1 }.ToBlob(DateTimeOffset.UnixEpoch, null);

        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<FormatException>(() => StoredMeta.FromBlob(whole.AsMemory(0, length), out _, out _));
        whole[0] = 9;
        Assert.Throws<FormatException>(() => StoredMeta.FromBlob(whole, out _, out _));
    }
}
