using System.Security.Cryptography;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Replay;

public sealed class Snapshots_of_a_replay
{
    private const string Reducer = "merge-patch@1";
    private readonly History _history = new(new ReplayOptions { SnapshotAfterEvents = 10, PageSize = 4 });

    [Fact]
    public async Task Are_taken_after_enough_events_and_used_from_then_on()
    {
        await AppendManyAsync(25);

        var first = await _history.ReplayAsync(Moment.Now);
        var second = await _history.ReplayAsync(Moment.Now);

        Assert.Null(first.SnapshotUsed);
        Assert.Equal(25, first.EventsFolded);
        Assert.Equal(StreamVersion.Of(19), second.SnapshotUsed);
        Assert.Equal(5, second.EventsFolded);
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Equal(first.Event, second.Event);
    }

    [Fact]
    public async Task Are_not_taken_of_short_folds_or_by_occurred_time()
    {
        await AppendManyAsync(9);
        await _history.ReplayAsync(Moment.Now);
        await AppendManyAsync(20);
        await _history.ReplayAsync(new Moment.AtOccurred(History.Minute(1000)));
        await _history.ReplayAsync(Moment.Now, useSnapshots: false);

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Are_not_used_for_a_moment_before_them()
    {
        await AppendManyAsync(25);
        await _history.ReplayAsync(Moment.Now);

        var earlier = await _history.ReplayAsync(new Moment.AtVersion(StreamVersion.Of(7)));

        Assert.Null(earlier.SnapshotUsed);
        Assert.Equal("""{"a":7}""", History.Text(earlier.Json));
    }

    [Fact]
    public async Task Agree_with_a_fold_from_the_first_event_at_every_version()
    {
        await AppendManyAsync(45);
        for (var version = 44; version >= 0; version -= 3)
        {
            var moment = new Moment.AtVersion(StreamVersion.Of(version));
            var quick = await _history.ReplayAsync(moment);
            var full = await _history.ReplayAsync(moment, useSnapshots: false);

            Assert.Equal((full.Fingerprint, full.Version, full.Event), (quick.Fingerprint, quick.Version, quick.Event));
            Assert.Equal(full.PreviousJson?.ToArray(), quick.PreviousJson?.ToArray());
        }
    }

    [Fact]
    public async Task With_a_state_that_was_changed_are_thrown_away_reported_and_rebuilt()
    {
        await AppendManyAsync(25);
        await _history.ReplayAsync(Moment.Now);
        var good = await FindAsync();
        await SaveAsync(good! with { State = """{"a":"forged"}"""u8.ToArray() });

        var state = await _history.ReplayAsync(Moment.Now);

        Assert.Equal("""{"a":24}""", History.Text(state.Json));
        Assert.Null(state.SnapshotUsed);
        Assert.Contains("does not have its hash", state.SnapshotRejected, StringComparison.Ordinal);
        Assert.Equal(good.State.ToArray(), (await FindAsync())!.State.ToArray());
    }

    [Fact]
    public async Task Of_another_history_are_thrown_away()
    {
        await AppendManyAsync(25);
        await _history.ReplayAsync(Moment.Now);
        await SaveAsync((await FindAsync())! with { EventId = EventId.FromName("other", "history") });

        var state = await _history.ReplayAsync(Moment.Now);

        Assert.Equal(25, state.EventsFolded);
        Assert.NotNull(state.SnapshotRejected);
    }

    [Fact]
    public async Task Of_the_same_event_after_another_history_are_thrown_away()
    {
        await AppendManyAsync(25);
        await _history.ReplayAsync(Moment.Now);
        await SaveAsync((await FindAsync())! with { History = HistoryHasher.Seed(_history.Stream) });

        var state = await _history.ReplayAsync(Moment.Now);

        Assert.Equal(25, state.EventsFolded);
        Assert.Contains("another history", state.SnapshotRejected, StringComparison.Ordinal);
        Assert.Equal(1, _history.Replayer.SnapshotsRejected);
        Assert.Equal((_history.Stream, StreamVersion.Of(19)), (_history.Replayer.NewestRejectedSnapshot!.Stream, _history.Replayer.NewestRejectedSnapshot.Version));
    }

    [Fact]
    public async Task That_the_reducer_cannot_read_are_thrown_away()
    {
        await AppendManyAsync(5);
        var at = (await _history.ReplayAsync(Moment.Now)).Event!;
        byte[] state = [.. "[1"u8];
        await SaveAsync(new Snapshot
        {
            Stream = _history.Stream,
            Reducer = Reducer,
            Version = at.Version,
            EventId = at.Id,
            History = at.History,
            State = state,
            StateHash = SHA256.HashData(state),
            TakenAt = History.Noon,
        });
        await AppendManyAsync(1);

        var replayed = await _history.ReplayAsync(Moment.Now);

        Assert.Contains("can't read", replayed.SnapshotRejected, StringComparison.Ordinal);
        Assert.Null(await FindAsync());
    }

    private Task AppendManyAsync(int count) =>
        _history.AppendAsync([.. Enumerable.Range(0, count).Select(i => $$"""{"a":{{i}}}""")]);

    private Task<Snapshot?> FindAsync() =>
        _history.Storage.FindSnapshotAsync(_history.Stream, Reducer, TestContext.Current.CancellationToken);

    private Task SaveAsync(Snapshot snapshot) => _history.Storage.SaveSnapshotAsync(snapshot, TestContext.Current.CancellationToken);
}
