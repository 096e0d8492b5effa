using System.Security.Cryptography;
using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Keeping_snapshots<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task A_snapshot_is_kept_as_it_was_given()
    {
        var snapshot = SnapshotOf("cart-1", "merge@1", 7, "{\"total\":1.0,\"big\":9007199254740993}");

        await Store.SaveSnapshotAsync(snapshot, Stop);

        AssertSame(snapshot, await Store.FindSnapshotAsync(Id("cart-1"), "merge@1", Stop));
    }

    [Fact]
    public async Task A_snapshot_belongs_to_its_stream_and_reducer_alone()
    {
        await Store.SaveSnapshotAsync(SnapshotOf("cart-1", "merge@1", 7, "{}"), Stop);

        Assert.Null(await Store.FindSnapshotAsync(Id("cart-2"), "merge@1", Stop));
        Assert.Null(await Store.FindSnapshotAsync(Id("cart-1"), "merge@2", Stop));
    }

    [Fact]
    public async Task A_newer_snapshot_takes_the_place_of_the_older()
    {
        await Store.SaveSnapshotAsync(SnapshotOf("cart-1", "merge@1", 7, "[7]"), Stop);
        await Store.SaveSnapshotAsync(SnapshotOf("cart-1", "other@1", 3, "[3]"), Stop);
        Clock.Advance(TimeSpan.FromMinutes(1));
        var newer = SnapshotOf("cart-1", "merge@1", 9, "[9]");

        await Store.SaveSnapshotAsync(newer, Stop);

        AssertSame(newer, await Store.FindSnapshotAsync(Id("cart-1"), "merge@1", Stop));
        Assert.Equal(V(3), (await Store.FindSnapshotAsync(Id("cart-1"), "other@1", Stop))?.Version);
    }

    [Fact]
    public async Task A_deleted_snapshot_is_gone()
    {
        await Store.SaveSnapshotAsync(SnapshotOf("cart-1", "merge@1", 7, "{}"), Stop);
        await Store.SaveSnapshotAsync(SnapshotOf("cart-1", "other@1", 7, "{}"), Stop);

        await Store.DeleteSnapshotAsync(Id("cart-1"), "merge@1", Stop);
        await Store.DeleteSnapshotAsync(Id("cart-1"), "never@1", Stop);

        Assert.Null(await Store.FindSnapshotAsync(Id("cart-1"), "merge@1", Stop));
        Assert.NotNull(await Store.FindSnapshotAsync(Id("cart-1"), "other@1", Stop));
    }

    protected Snapshot SnapshotOf(string stream, string reducer, long version, string state)
    {
        var bytes = Encoding.UTF8.GetBytes(state);
        return new Snapshot
        {
            Stream = Id(stream),
            Reducer = reducer,
            Version = V(version),
            EventId = EventId.FromName(stream, reducer),
            State = bytes,
            StateHash = SHA256.HashData(bytes),
            TakenAt = Clock.GetUtcNow(),
        };
    }

    private static void AssertSame(Snapshot expected, Snapshot? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.State.ToArray(), actual.State.ToArray());
        Assert.Equal(expected.StateHash.ToArray(), actual.StateHash.ToArray());
        Assert.Equal(expected, actual with { State = expected.State, StateHash = expected.StateHash });
    }
}
