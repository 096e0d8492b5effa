using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Benchmarks.Stores;

/// <summary>A store of <see cref="LargeStore"/>'s make, with what is where in it. Shares are from 0 to 1.</summary>
internal sealed class MeasuredStore
{
    private readonly StreamHead _long;
    private readonly DateTimeOffset _firstAt;

    private MeasuredStore(SqliteEventStorage storage, StreamHead longHead, DateTimeOffset firstAt)
    {
        (Storage, _long, _firstAt) = (storage, longHead, firstAt);
        Replayer = new Replayer(storage, storage, new ReplayOptions(), TimeProvider.System, NullLogger<Replayer>.Instance);
    }

    public SqliteEventStorage Storage { get; }

    public Replayer Replayer { get; }

    /// <summary>How many there are, in short streams and in the long one together.</summary>
    public long Events => 2 * (_long.Last.Value + 1);

    public StreamVersion VersionAtNineTenths => LongVersion(0.9);

    /// <summary>Looks at a store, and takes a snapshot at nine tenths of the long stream.</summary>
    public static async Task<MeasuredStore> OfAsync(SqliteEventStorage storage)
    {
        var head = (await storage.FindHeadAsync(LargeStore.LongStream, ReadOptions.Default, CancellationToken.None)).Value
            ?? throw new InvalidOperationException($"'{storage.Path}' was not made by seed.");
        var first = (await storage.ReadFeedAsync(new FeedRead { CountMax = 1 }, ReadOptions.Default, CancellationToken.None)).Value.Events[0];
        var store = new MeasuredStore(storage, head, first.RecordedAt);
        await store.StateAsync(store.VersionAtNineTenths);
        return store;
    }

    public long Event(double share) => (long)(share * Events);

    public long Stream(double share) => (long)(share * (Events / 2 / LargeStore.EventsOfStream));

    public StreamVersion LongVersion(double share) => StreamVersion.Of((long)(share * _long.Last.Value));

    // Who made the store knows where what stands in it.
    public FeedPosition Position(double share) => FeedPosition.FromStore(Event(share));

    public DateTimeOffset At(double share) => _firstAt + (share * (_long.LastAt - _firstAt));

    public DateTimeOffset LongAt(double share) => _long.FirstAt + (share * (_long.LastAt - _long.FirstAt));

    /// <summary>The state of the long stream at a version.</summary>
    public async Task<ReplayedState> StateAsync(StreamVersion version)
    {
        var request = new ReplayRequest { Stream = LargeStore.LongStream, Reducer = MergePatchReducer.Instance, Moment = new Moment.AtVersion(version) };
        var result = await Replayer.ReplayAsync(request, ReadOptions.Default, CancellationToken.None);
        return result is ReplayResult.Replayed replayed ? replayed.State : throw new InvalidOperationException($"Expected a state, got {result}.");
    }
}
