using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Tests.Sqlite;

/// <summary>The database and its head file are held against each other before anything is served.</summary>
public sealed class Proving_at_start : SqliteStoreTest
{
    private string Database => Harness.Options.Path;

    private string Heads => Database + ".heads";

    [Fact]
    public async Task A_store_that_lost_nothing_is_served()
    {
        await AppendEachAsync("cart-1", "cart-2", "cart-1");
        await ReopenAsync();

        Assert.Null(Store.Health.DegradedReason);
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync("cart-1", Events.Next()));
    }

    [Fact]
    public async Task A_database_without_its_last_commits_is_named_with_the_streams_that_lost_events()
    {
        await AppendEachAsync("cart-1", "cart-2");
        var older = await SaveAsync();
        await AppendEachAsync("cart-2", "cart-3");
        await Harness.DisposeStoreAsync();
        Restore(older, but: ".heads");

        await Harness.OpenAsync(new EventLimits(), Stop);

        var reason = Store.Health.DegradedReason;
        Assert.Contains("4 events expected, 2 found", reason, StringComparison.Ordinal);
        Assert.Equal(RefusalReason.Degraded, ReasonOf(await AppendAsync("cart-1", Events.Next())));
        Assert.Equal(2, (await ReadFeedAsync()).Count);
    }

    [Fact]
    public async Task The_streams_that_lost_events_are_named_when_the_process_was_killed()
    {
        await AppendEachAsync("cart-1", "cart-2");
        var older = await SaveAsync();
        await AppendEachAsync("cart-2", "cart-3");
        var killed = Copy();
        await Harness.DisposeStoreAsync();
        Restore(older, but: ".heads");
        await File.WriteAllBytesAsync(Heads, killed[".heads"], Stop);

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.Contains("cart-2 up to v1, cart-3 up to v0", Store.Health.DegradedReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flipped_bit_in_the_log_of_a_killed_process_is_a_loss_that_is_noticed()
    {
        await AppendEachAsync("cart-1", "cart-2", "cart-3", "cart-4");
        var killed = Copy();
        await Harness.DisposeStoreAsync();
        var log = killed["-wal"];
        log[log.Length / 2] ^= 1;
        Restore(killed, but: "");

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.Contains("4 events expected", Store.Health.DegradedReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_file_that_was_being_replaced_when_the_process_ended_still_proves()
    {
        await AppendEachAsync("cart-1", "cart-2");
        await Harness.DisposeStoreAsync();
        File.Copy(Heads, Heads + ".next");
        File.Move(Heads, Heads + ".previous", overwrite: true);

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.Null(Store.Health.DegradedReason);
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync("cart-1", Events.Next()));
    }

    [Fact]
    public async Task An_older_head_file_beside_a_lost_one_proves_nothing()
    {
        await AppendEachAsync("cart-1", "cart-2");
        await Harness.DisposeStoreAsync();
        File.Move(Heads, Heads + ".previous", overwrite: true);

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.Contains("missing", Store.Health.DegradedReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_whose_record_was_not_yet_written_is_recorded_and_served()
    {
        await AppendEachAsync("cart-1");
        var before = Copy();
        await AppendEachAsync("cart-1");
        var after = Copy();
        await Harness.DisposeStoreAsync();
        after[".heads"] = before[".heads"];
        Restore(after, but: "");

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.Null(Store.Health.DegradedReason);
        var repaired = Copy();
        await Harness.DisposeStoreAsync();
        Restore(repaired, but: "");
        await Harness.OpenAsync(new EventLimits(), Stop);
        Assert.Null(Store.Health.DegradedReason);
        Assert.Equal(2, (await ReadFeedAsync()).Count);
    }

    [Fact]
    public async Task A_record_that_was_half_written_is_written_again()
    {
        await AppendEachAsync("cart-1");
        var before = Copy();
        await AppendEachAsync("cart-1");
        var after = Copy();
        await Harness.DisposeStoreAsync();
        var end = EndOf(after[".heads"]);
        Array.Clear(after[".heads"], end - 20, 20);
        Restore(after, but: "");

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.Null(Store.Health.DegradedReason);
        Assert.NotEqual(EndOf(before[".heads"]), end);
    }

    [Fact]
    public async Task A_head_file_that_is_older_by_several_commits_proves_nothing()
    {
        await AppendEachAsync("cart-1");
        var before = Copy();
        for (var i = 0; i < 3; i++)
        {
            Harness.Clock.Advance(TimeSpan.FromSeconds(1));
            await AppendEachAsync("cart-1");
        }

        var after = Copy();
        await Harness.DisposeStoreAsync();
        after[".heads"] = before[".heads"];
        Restore(after, but: "");

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.Contains("more than one group", Store.Health.DegradedReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(40)]
    [InlineData(120)]
    public async Task A_flipped_bit_in_the_head_file_is_noticed(int offset)
    {
        for (var i = 0; i < 4; i++)
        {
            Harness.Clock.Advance(TimeSpan.FromSeconds(1));
            await AppendEachAsync("cart-1");
        }

        var killed = Copy();
        await Harness.DisposeStoreAsync();
        killed[".heads"][offset] ^= 4;
        Restore(killed, but: "");

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.NotNull(Store.Health.DegradedReason);
    }

    [Fact]
    public async Task Without_its_head_file_a_store_with_events_proves_nothing()
    {
        await AppendEachAsync("cart-1");
        await Harness.DisposeStoreAsync();
        File.Delete(Heads);

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.Contains("missing", Store.Health.DegradedReason, StringComparison.Ordinal);
        Assert.Single(await ReadFeedAsync());
    }

    [Fact]
    public async Task A_database_that_was_made_anew_is_not_taken_for_the_one_that_is_gone()
    {
        await AppendEachAsync("cart-1");
        await Harness.DisposeStoreAsync();
        File.Delete(Database);

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.Contains("another store", Store.Health.DegradedReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_was_altered_since_the_last_checkpoint_keeps_the_store_from_taking_appends()
    {
        await AppendEachAsync("cart-1", "cart-2");
        await Store.MaintainAsync(database => database.Execute("UPDATE events SET actor = 'mallory' WHERE position = 1"), Stop);
        var killed = Copy();
        await Harness.DisposeStoreAsync();
        Restore(killed, but: "");

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.Contains("cart-1", Store.Health.DegradedReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("type")]
    [InlineData("stream")]
    public async Task A_row_that_leads_to_no_name_keeps_the_store_from_taking_appends_and_not_from_starting(string column)
    {
        await AppendEachAsync("cart-1", "cart-2");
        await Store.MaintainAsync(database => database.Execute($"PRAGMA foreign_keys = OFF; UPDATE events SET {column} = 4711 WHERE position = 2"), Stop);
        var killed = Copy();
        await Harness.DisposeStoreAsync();
        Restore(killed, but: "");

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.NotNull(Store.Health.DegradedReason);
    }

    private async Task AppendEachAsync(params string[] streams)
    {
        foreach (var stream in streams)
            Assert.IsType<AppendOutcome.Appended>(await AppendAsync(stream, Events.Next()));
    }

    private async Task ReopenAsync()
    {
        await Harness.DisposeStoreAsync();
        await Harness.OpenAsync(new EventLimits(), Stop);
    }

    /// <summary>Closes the store, keeps its files, and opens it again.</summary>
    private async Task<Dictionary<string, byte[]>> SaveAsync()
    {
        await Harness.DisposeStoreAsync();
        var files = Copy();
        await Harness.OpenAsync(new EventLimits(), Stop);
        return files;
    }

    /// <summary>The files as a killed process would leave them.</summary>
    private Dictionary<string, byte[]> Copy() => ((string[])["", "-wal", ".heads"])
        .Where(suffix => File.Exists(Database + suffix))
        .ToDictionary(suffix => suffix, suffix => Read(Database + suffix), StringComparer.Ordinal);

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private void Restore(Dictionary<string, byte[]> files, string but)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm", ".heads"])
        {
            if (but.Length > 0 && suffix == but)
                continue;
            if (files.TryGetValue(suffix, out var bytes))
                File.WriteAllBytes(Database + suffix, bytes);
            else
                File.Delete(Database + suffix);
        }
    }

    private static int EndOf(byte[] heads) => heads.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
}
