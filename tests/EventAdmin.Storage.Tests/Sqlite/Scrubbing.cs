using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Scrubbing : SqliteStoreTest
{
    [Fact]
    public async Task A_pass_tells_how_far_it_is_and_what_it_found()
    {
        await FillAsync();
        var walk = Store.BeginScrub();

        Assert.False(await Store.ScrubAsync(walk, 3, Stop));
        Assert.Equal((true, 3L, 5L), (Store.Scrub.IsRunning, Store.Scrub.Verified, Store.Scrub.Of));

        Assert.True(await Store.ScrubAsync(walk, 3, Stop));
        Store.EndScrub(walk);
        Assert.Equal((false, 5L, 0), (Store.Scrub.IsRunning, Store.Scrub.LastVerified, Store.Scrub.LastDamaged));
    }

    [Fact]
    public async Task A_damaged_stream_is_set_apart_without_anybody_reading_it()
    {
        await FillAsync();
        await DamageAsync("UPDATE events SET actor = 'mallory' WHERE position = 2");

        await PassAsync();

        Assert.Equal(("cart-2", StreamVersion.First), (Store.Health.Quarantined[0].Stream.Value, Store.Health.Quarantined[0].Version));
        Assert.Equal(RefusalReason.Degraded, ReasonOf(await AppendAsync("cart-2", Events.Next())));
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync("cart-1", Events.Next()));
        Assert.Equal(1, Store.Scrub.LastDamaged);
    }

    [Fact]
    public async Task A_link_to_an_event_in_an_earlier_step_is_held_too()
    {
        await FillAsync();
        // Each row fits its own hash; together they are not one history.
        await DamageAsync("DELETE FROM events WHERE position = 3", "UPDATE events SET position = 3 WHERE position = 5");
        var walk = Store.BeginScrub();
        while (!await Store.ScrubAsync(walk, 1, Stop))
        {
        }

        Assert.NotEmpty(Store.EndScrub(walk).Damaged);
    }

    [Fact]
    public async Task Missing_positions_stop_appends_to_the_whole_store()
    {
        await FillAsync();
        await DamageAsync("DELETE FROM events WHERE position = 3");

        await PassAsync();

        Assert.Contains("Positions 3 to 3 are missing", Store.Health.DegradedReason, StringComparison.Ordinal);
        Assert.Equal(RefusalReason.Degraded, ReasonOf(await AppendAsync("cart-9", Events.Next())));
    }

    [Fact]
    public async Task A_list_for_people_shows_a_marker_in_the_place_of_a_damaged_event()
    {
        await FillAsync();
        await DamageAsync("UPDATE events SET actor = 'mallory' WHERE position = 3");
        var read = new StreamRead { Stream = StreamId.Parse("cart-1"), CountMax = 10, MarksDamaged = true };

        var page = (await Store.ReadStreamAsync(read, ReadOptions.Default, Stop)).Value;

        Assert.Equal([false, true, false, false], page.Events.Select(e => e.Damage is not null));
        Assert.Equal([0L, 1, 2, 3], page.Events.Select(e => e.Version.Value));
    }

    private async Task FillAsync()
    {
        foreach (var stream in (string[])["cart-1", "cart-2", "cart-1", "cart-1", "cart-1"])
            Assert.IsType<AppendOutcome.Appended>(await AppendAsync(stream, Events.Next()));
    }

    private async Task PassAsync()
    {
        var walk = Store.BeginScrub();
        while (!await Store.ScrubAsync(walk, 100, Stop))
        {
        }

        Store.EndScrub(walk);
    }

    private Task DamageAsync(params string[] statements) => Store.MaintainAsync(
        database => database.Execute($"PRAGMA foreign_keys = OFF; {string.Join("; ", statements)}; PRAGMA foreign_keys = ON"), Stop);
}
