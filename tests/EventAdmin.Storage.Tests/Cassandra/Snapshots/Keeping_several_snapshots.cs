using System.Security.Cryptography;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Snapshots;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Cassandra.Snapshots;

[Collection(nameof(StoreCluster))]
public sealed class Keeping_several_snapshots(StoreTablesFixture fixture) : IClassFixture<StoreTablesFixture>
{
    private readonly StreamId _stream = StreamId.Parse($"cart-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}");
    private readonly FixedHistory _history = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private CassandraSnapshots Snapshots => new(fixture.Tables, _history);

    [Fact]
    public async Task An_older_moment_finds_the_newest_snapshot_before_it()
    {
        foreach (var version in new[] { 10, 500, 1000 })
            await SaveAsync(version);

        Assert.Equal(500, await FindAsync(atMost: 999));
        Assert.Equal(1000, await FindAsync(atMost: 1000));
        Assert.Null(await FindAsync(atMost: 9));
    }

    [Fact]
    public async Task One_that_does_not_stand_for_the_history_is_deleted_and_the_one_before_it_is_found()
    {
        await SaveAsync(10);
        await SaveAsync(20);
        _history.Changed = 20;

        Assert.Equal(10, await FindAsync());

        _history.Changed = -1;
        Assert.Equal(10, await FindAsync());
    }

    [Fact]
    public async Task One_beyond_the_end_of_its_stream_is_deleted()
    {
        await SaveAsync(10);
        _history.End = 9;

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task A_state_of_several_megabytes_comes_back_as_it_was()
    {
        var state = new byte[(3 * 1024 * 1024) + 1];
        Random.Shared.NextBytes(state);
        await SaveAsync(10, state);

        var found = await Snapshots.FindSnapshotAsync(_stream, "merge@1", Stop);

        Assert.Equal(state, found!.State.ToArray());
    }

    [Fact]
    public async Task Ever_fewer_are_kept_the_older_they_are()
    {
        for (var version = 0; version <= 3000; version += 100)
            await SaveAsync(version);

        var kept = new List<long>();
        for (long? next = 3000; next >= 0; next = next > 0 ? await FindAsync(next.Value - 1) : -1)
            kept.Add(next.Value);

        Assert.InRange(kept.Count, 4, 14);
        Assert.Equal(3000, kept[0]);
        Assert.Equal(0, kept[^1]);
    }

    [Fact]
    public async Task All_of_a_stream_go_at_once()
    {
        await SaveAsync(10);
        await SaveAsync(20, reducer: "other@1");

        await Snapshots.DeleteOfAsync(_stream, Stop);

        Assert.Null(await FindAsync());
        Assert.Null(await Snapshots.FindSnapshotAsync(_stream, "other@1", Stop));
    }

    private async Task<long?> FindAsync(long atMost = long.MaxValue) =>
        (await Snapshots.FindSnapshotAsync(_stream, "merge@1", StreamVersion.Of(atMost), Stop))?.Version.Value;

    private Task SaveAsync(long version, byte[]? state = null, string reducer = "merge@1")
    {
        state ??= "{}"u8.ToArray();
        var snapshot = new Snapshot
        {
            Stream = _stream,
            Reducer = reducer,
            Version = StreamVersion.Of(version),
            EventId = EventId.FromName(_stream.Value, $"{version}"),
            History = FixedHistory.At(version),
            State = state,
            StateHash = SHA256.HashData(state),
            TakenAt = TestTime.Start,
        };
        return Snapshots.SaveSnapshotAsync(snapshot, Stop);
    }

    /// <summary>A history with a hash of its own at every version.</summary>
    private sealed class FixedHistory : IHistory
    {
        public long Changed { get; set; } = -1;

        public long End { get; set; } = long.MaxValue;

        public static HistoryHash At(long version) => new(SHA256.HashData(BitConverter.GetBytes(version)));

        public Task<HistoryHash?> FindAsync(StreamId stream, StreamVersion version, CancellationToken cancellationToken) => Task.FromResult<HistoryHash?>(
            version.Value > End ? null : At(version.Value == Changed ? -1 : version.Value));
    }
}
