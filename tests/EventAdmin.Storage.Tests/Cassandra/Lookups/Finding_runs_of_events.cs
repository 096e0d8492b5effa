using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Lookups;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Tests.Cassandra.Lookups;

public sealed class Finding_runs_of_events
{
    private static readonly Guid One = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Two = new("00000000-0000-0000-0000-000000000002");

    [Fact]
    public void Events_of_one_append_that_follow_each_other_are_one_row()
    {
        var runs = EventRun.Of([Event(5, "a-1", 0, "Added", One), Event(6, "a-1", 1, "Added", One), Event(7, "a-1", 2, "Added", One)]);

        Assert.Equal((5, 0, 3), Single(runs, LookupKind.Type, "Added"));
        Assert.Equal((5, 0, 3), Single(runs, LookupKind.Append, EventRun.KeyOf(new AppendId(One))));
    }

    [Fact]
    public void Another_type_between_ends_a_row()
    {
        var runs = EventRun.Of([Event(5, "a-1", 0, "Added", One), Event(6, "a-1", 1, "Removed", One), Event(7, "a-1", 2, "Added", One)]);

        Assert.Equal([5L, 7L], runs.Where(run => run.Key == "Added").Select(run => run.Position).Order());
    }

    [Fact]
    public void Another_stream_or_another_append_ends_a_row()
    {
        var runs = EventRun.Of([Event(5, "a-1", 0, "Added", One), Event(6, "a-2", 0, "Added", One), Event(7, "a-2", 1, "Added", Two)]);

        Assert.Equal([(5L, "a-1"), (6L, "a-2"), (7L, "a-2")], runs.Where(run => run.Key == "Added").Select(run => (run.Position, run.Stream.Value)).Order());
    }

    [Fact]
    public void The_rows_are_the_same_wherever_the_history_is_cut()
    {
        StoredEvent[] events =
        [
            Event(1, "a-1", 0, "Added", One), Event(2, "a-1", 1, "Added", One), Event(3, "a-1", 2, "Added", Two), Event(4, "a-2", 0, "Added", Two),
        ];

        var whole = EventRun.Of(events);

        Assert.Equal(whole.ToHashSet(), [.. EventRun.Of(events[..2]), .. EventRun.Of(events[2..])]);
    }

    private static (long Position, long Version, int Count) Single(IEnumerable<EventRun> runs, LookupKind kind, string key)
    {
        var run = Assert.Single(runs, run => run.Kind == kind && run.Key == key);
        return (run.Position, run.Version, run.Count);
    }

    private static StoredEvent Event(long seq, string stream, long version, string type, Guid append) => new()
    {
        Line = "dc1.1",
        Shard = 0,
        Seq = seq,
        Epoch = 1,
        Stream = StreamId.Parse(stream),
        Version = version,
        Id = new EventId(append),
        Append = new AppendId(append),
        Index = 0,
        Count = 1,
        Type = type,
        SchemaVersion = 1,
        Data = default,
        Meta = new StoredMeta { AppendIndex = 0, AppendCount = 1 },
        RecordedAt = DateTimeOffset.UnixEpoch,
        Previous = default,
        Hash = default,
    };
}
