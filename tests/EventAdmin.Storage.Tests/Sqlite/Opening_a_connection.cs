using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Opening_a_connection : SqliteStoreTest
{
    private static readonly Dictionary<string, string> Promised = new(StringComparer.Ordinal)
    {
        ["journal_mode"] = "wal",
        ["synchronous"] = "2",
        ["mmap_size"] = "0",
        ["wal_autocheckpoint"] = "0",
        ["foreign_keys"] = "1",
        ["cell_size_check"] = "1",
        ["trusted_schema"] = "0",
    };

    [Fact]
    public async Task The_writer_has_every_setting()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);

        await Store.MaintainAsync(database => ReadSettings(database, settings), Stop);

        Assert.Equal(Promised, settings);
    }

    [Fact]
    public async Task Every_pooled_reader_has_every_setting_and_writes_nothing()
    {
        const int Readers = 3;
        Harness.Options.ReadersMax = Readers;
        using var pool = new ReaderPool(Harness.Options.Path, Harness.Options);
        // Each read waits for the others, so that each has a connection of its own.
        using var allOpen = new Barrier(Readers);

        var settings = await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => pool.ReadAsync((database, token) =>
        {
            Assert.True(allOpen.SignalAndWait(TimeSpan.FromSeconds(30), token), "The readers did not all open within 30 s.");
            var read = new Dictionary<string, string>(StringComparer.Ordinal);
            ReadSettings(database, read);
            read["query_only"] = database.QueryText("PRAGMA query_only");
            return read;
        }, Stop)));

        var expected = new Dictionary<string, string>(Promised, StringComparer.Ordinal) { ["query_only"] = "1" };
        Assert.All(settings, read => Assert.Equal(expected, read));
    }

    [Fact]
    public async Task Without_the_flush_at_commit_the_store_says_what_it_may_lose()
    {
        Harness.Options.IsFlushedAtCommit = false;

        await Harness.ReopenAsync(Stop);

        Assert.Contains("power loss", Store.Capabilities.FreshnessSentence, StringComparison.Ordinal);
    }

    private static void ReadSettings(SqliteDatabase database, Dictionary<string, string> into)
    {
        foreach (var name in Promised.Keys)
            into[name] = database.QueryText("PRAGMA " + name);
        Assert.True(database.IsCheckpointOnCloseForbidden(), "Closing would checkpoint.");
    }
}
