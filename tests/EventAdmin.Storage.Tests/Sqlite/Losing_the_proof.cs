using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Losing_the_proof : SqliteStoreTest
{
    [Fact]
    public async Task A_damaged_page_under_an_append_leaves_it_unknown_and_the_store_reading_only()
    {
        await AppendAsync("cart-1", Events.Next());
        var damaged = await DamageIndexAsync("events_by_id");
        var append = AppendRequest.To(StreamId.Parse("cart-1"), ExpectedVersion.Exactly(StreamVersion.First), Events.Next());

        var outcome = await Store.AppendAsync(append, Stop);

        var unknown = Assert.IsType<AppendOutcome.Unknown>(outcome);
        Assert.Equal(append.Id, unknown.Append);
        Assert.NotNull(Store.Statistics.DegradedReason);
        Assert.Equal(RefusalReason.Degraded, ReasonOf(await AppendAsync("cart-2", Events.Next())));
        Assert.Single(await ReadFeedAsync());

        await RepairAsync(damaged);
        var again = Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(append, Stop));
        Assert.Equal(StreamVersion.Of(1), again.Streams[0].First);
    }

    [Fact]
    public async Task A_broken_invariant_stops_appends_and_nothing_of_the_group_is_stored()
    {
        await AppendAsync("cart-1", Events.Next());
        // The type's row is gone, which no code of ours can do; the writer still remembers its number.
        await Store.MaintainAsync(database => database.Execute("PRAGMA foreign_keys = OFF; DELETE FROM types; PRAGMA foreign_keys = ON"), Stop);

        var refused = Assert.IsType<AppendOutcome.Refused>(await AppendAsync("cart-1", Events.Next()));

        Assert.Equal(RefusalReason.Degraded, refused.Reason);
        Assert.Equal(1, (await Store.FindFeedHeadAsync(Stop)).ToStore());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.DeleteStreamsAsync([StreamId.Parse("cart-1")], Stop));
    }

    private async Task<Damage> DamageIndexAsync(string index)
    {
        long offset = 0;
        await Store.MaintainAsync(
            database => offset = ((database.QueryNumber($"SELECT rootpage FROM sqlite_schema WHERE name = '{index}'") ?? 0) - 1)
                * ConnectionSettings.PageBytes(database),
            Stop);
        await Harness.DisposeStoreAsync();
        var damage = new Damage(offset, Overwrite(offset, 0xEE));
        await Harness.OpenAsync(new EventLimits(), Stop);
        return damage;
    }

    private async Task RepairAsync(Damage damage)
    {
        await Harness.DisposeStoreAsync();
        Overwrite(damage.Offset, damage.Original);
        await Harness.OpenAsync(new EventLimits(), Stop);
    }

    // The first byte of a page is its kind.
    private byte Overwrite(long offset, byte value)
    {
        using var file = new FileStream(Harness.Options.Path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = offset;
        var original = (byte)file.ReadByte();
        file.Position = offset;
        file.WriteByte(value);
        return original;
    }

    private sealed record Damage(long Offset, byte Original);
}
