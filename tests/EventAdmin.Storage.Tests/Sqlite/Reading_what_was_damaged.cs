using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Tests.Sqlite;

/// <summary>SQLite's own check finds none of these: what is stored is a valid row, only not the one that was written.</summary>
public sealed class Reading_what_was_damaged : SqliteStoreTest
{
    private static readonly StreamId Cart = StreamId.Parse("cart-1");

    private static readonly string[] Changes =
    [
        "data = CAST('{\"n\": 0}' AS BLOB)", "version = 77", "type = (SELECT max(id) FROM types)", "stream = (SELECT max(id) FROM streams)",
        "recorded_at = recorded_at + 1", "occurred_at = 5", "append_index = 3", "append_count = 9", "schema_version = 2",
        "event_id = randomblob(16)", "append_id = randomblob(16)", "content_type = 'text/plain'", "correlation_id = 'other'", "causation_id = NULL",
        "actor = 'mallory'", "source = ''", "extensions = '{}'", "codec = 1", "key_ref = 'k'", "previous_hash = randomblob(32)", "hash = randomblob(32)",
        "hash = NULL", "previous_hash = x'00'", "stream = 4711", "type = 4711",
    ];

    public static TheoryData<string> OfEveryColumn() => [.. Changes];

    [Theory]
    [MemberData(nameof(OfEveryColumn))]
    public async Task No_column_of_a_stored_event_can_change_unnoticed(string change)
    {
        await FillAsync();
        await DamageAsync($"UPDATE events SET {change} WHERE position = 3");

        var feed = await ReadFeedAsync();

        Assert.Equal([1L, 2, 3, 4, 5], feed.Select(e => e.Position.ToStore()));
        Assert.Equal([3L], feed.Where(e => e.Damage is not null).Select(e => e.Position.ToStore()));
        Assert.Equal(RecordedEvent.UnreadableType, feed[2].Type);
    }

    [Fact]
    public async Task A_stream_is_read_up_to_the_damage_and_the_next_page_names_it()
    {
        await FillAsync();
        await DamageAsync("UPDATE events SET data = CAST('{}' AS BLOB) WHERE position = 3");

        var page = (await Store.ReadStreamAsync(new StreamRead { Stream = Cart, CountMax = 100 }, ReadOptions.Default, Stop)).Value;

        Assert.Equal([0L, 1], page.Events.Select(e => e.Version.Value));
        Assert.Equal(StreamVersion.Of(2), page.Next);
        var damage = await Assert.ThrowsAsync<EventDamagedException>(
            () => Store.ReadStreamAsync(new StreamRead { Stream = Cart, From = page.Next, CountMax = 100 }, ReadOptions.Default, Stop));
        Assert.Equal((Cart, StreamVersion.Of(2)), (damage.Stream, damage.Version));
    }

    [Fact]
    public async Task A_version_that_is_missing_ends_the_page_and_the_next_one_names_it()
    {
        await FillAsync();
        await DamageAsync("DELETE FROM events WHERE position = 3");

        var page = (await Store.ReadStreamAsync(new StreamRead { Stream = Cart, CountMax = 100 }, ReadOptions.Default, Stop)).Value;

        Assert.Equal([0L, 1], page.Events.Select(e => e.Version.Value));
        var damage = await Assert.ThrowsAsync<EventDamagedException>(
            () => Store.ReadStreamAsync(new StreamRead { Stream = Cart, From = page.Next, CountMax = 100 }, ReadOptions.Default, Stop));
        Assert.Equal(StreamVersion.Of(2), damage.Version);
    }

    [Theory]
    [InlineData("UPDATE events SET position = 40 WHERE position = 3")]
    [InlineData("DELETE FROM events WHERE position = 1")]
    public async Task A_position_that_is_not_where_it_belongs_is_never_shown(string damage)
    {
        await FillAsync();
        await DamageAsync(damage);

        await Assert.ThrowsAsync<StoreUnusableException>(ReadFeedAsync);
        Assert.NotNull(Store.Health.DegradedReason);
        await Assert.ThrowsAsync<StoreUnusableException>(
            () => Store.ReadFeedAsync(new FeedRead { Direction = ReadDirection.Backward, CountMax = 100 }, ReadOptions.Default, Stop));
    }

    [Fact]
    public async Task An_event_that_was_taken_out_of_a_stream_is_noticed_by_its_neighbour()
    {
        await FillAsync();
        await DamageAsync("UPDATE events SET version = 9 WHERE position = 3", "UPDATE events SET version = 2 WHERE position = 4");

        var page = (await Store.ReadStreamAsync(new StreamRead { Stream = Cart, CountMax = 100 }, ReadOptions.Default, Stop)).Value;

        Assert.Equal(2, page.Events.Count);
    }

    [Fact]
    public async Task A_damaged_stream_takes_no_appends_until_it_was_looked_at_and_every_other_does()
    {
        await FillAsync();
        await DamageAsync("UPDATE events SET data = CAST('{}' AS BLOB) WHERE position = 3");
        await ReadFeedAsync();

        var refused = Assert.IsType<AppendOutcome.Refused>(await AppendAsync("cart-1", Events.Next()));

        Assert.Equal(RefusalReason.Degraded, refused.Reason);
        Assert.Contains("v2", refused.Detail, StringComparison.Ordinal);
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync("cart-3", Events.Next()));
        await Harness.DisposeStoreAsync();
        await Harness.OpenAsync(new EventLimits(), Stop);
        Assert.Equal(Cart, Assert.Single(Store.Health.Quarantined).Stream);
        Assert.Equal(RefusalReason.Degraded, ReasonOf(await AppendAsync("cart-1", Events.Next())));
    }

    [Fact]
    public async Task Damage_at_the_head_of_a_stream_is_met_by_the_append_that_would_go_on_from_it()
    {
        await FillAsync();
        await DamageAsync("UPDATE events SET hash = NULL WHERE position = 4");
        await Harness.DisposeStoreAsync();
        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.Equal(RefusalReason.Degraded, ReasonOf(await AppendAsync("cart-1", Events.Next())));
    }

    [Fact]
    public async Task A_store_from_before_there_were_hashes_gets_them()
    {
        await FillAsync();
        var before = (await ReadFeedAsync()).Select(e => e.History).ToList();
        await Harness.DisposeStoreAsync();
        File.Delete(Harness.Options.Path + ".heads");
        using (var database = SqliteDatabase.Open(Harness.Options.Path))
        {
            database.Execute("""
            UPDATE events SET hash = NULL, previous_hash = NULL;
            DROP TABLE store;
            DROP TABLE quarantined;
            DROP TABLE snapshots;
            CREATE TABLE snapshots (stream TEXT, reducer TEXT);
            PRAGMA user_version = 2;
            """);
        }

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.Equal(before, (await ReadFeedAsync()).Select(e => e.History));
        Assert.Null(Store.Health.DegradedReason);
    }

    private async Task FillAsync()
    {
        await AppendAsync("cart-1", Dressed(), Dressed());
        await AppendAsync("cart-1", Dressed());
        await AppendAsync("cart-1", Dressed());
        await AppendAsync("cart-2", Dressed() with { Type = "Other" });
    }

    private NewEvent Dressed() => Events.Next() with
    {
        OccurredAt = TestTime,
        ContentType = "application/vnd.cart+json",
        Metadata = new EventMetadata
        {
            CorrelationId = "c",
            CausationId = "k",
            Actor = "kim",
            Source = "till",
            Extensions = new Dictionary<string, string>(StringComparer.Ordinal) { ["till"] = "4" },
        },
    };

    private static readonly DateTimeOffset TestTime = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private Task DamageAsync(params string[] statements) => Store.MaintainAsync(
        database => database.Execute($"PRAGMA foreign_keys = OFF; {string.Join("; ", statements)}; PRAGMA foreign_keys = ON"), Stop);
}
