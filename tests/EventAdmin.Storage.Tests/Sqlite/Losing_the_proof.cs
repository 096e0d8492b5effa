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

    [Fact]
    public async Task An_index_that_leads_to_another_stream_is_never_followed()
    {
        foreach (var stream in (string[])["cart-1", "cart-2", "cart-3"])
            await AppendAsync(stream, Events.Next());
        await Harness.DisposeStoreAsync();
        var bytes = await File.ReadAllBytesAsync(Harness.Options.Path, Stop);
        // In the indexes behind the name stands the number of the row.
        var (right, wrong) = ("cart-2\u0002"u8.ToArray(), "cart-2\u0003"u8.ToArray());
        for (var at = bytes.AsSpan().IndexOf(right); at >= 0; at = bytes.AsSpan().IndexOf(right))
            wrong.CopyTo(bytes, at);
        await File.WriteAllBytesAsync(Harness.Options.Path, bytes, Stop);
        await Harness.OpenAsync(new EventLimits(), Stop);

        await Assert.ThrowsAsync<StoreUnusableException>(
            () => Store.ReadStreamAsync(new StreamRead { Stream = StreamId.Parse("cart-2"), CountMax = 10 }, ReadOptions.Default, Stop));

        Assert.NotNull(Store.Health.DegradedReason);
        Assert.Equal(RefusalReason.Degraded, ReasonOf(await AppendAsync("cart-2", Events.Next())));
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
