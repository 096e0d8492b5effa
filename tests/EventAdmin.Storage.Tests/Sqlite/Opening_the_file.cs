using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Schema;
using EventAdmin.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Opening_the_file : IAsyncLifetime
{
    private readonly SqliteHarness _harness = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task A_new_file_gets_every_script_and_the_mark_of_the_program()
    {
        await _harness.OpenAsync(new EventLimits(), Stop);
        await _harness.DisposeStoreAsync();

        using var database = SqliteDatabase.Open(_harness.Options.Path);
        Assert.Equal(Migrations.Newest, database.QueryNumber("PRAGMA user_version"));
        Assert.Equal(Migrations.ApplicationId, database.QueryNumber("PRAGMA application_id"));
    }

    [Fact]
    public async Task An_older_schema_is_brought_up_to_date_without_touching_what_is_there()
    {
        await _harness.OpenAsync(new EventLimits(), Stop);
        await _harness.Storage.AppendAsync(
            AppendRequest.To(StreamId.Parse("cart-1"), ExpectedVersion.NoStream, new SampleEvents("old").Next()), Stop);
        await _harness.DisposeStoreAsync();
        Run("DROP TABLE snapshots; DROP TABLE quarantined; DROP TABLE store; PRAGMA user_version = 1");
        File.Delete(_harness.Options.Path + ".heads");

        await _harness.OpenAsync(new EventLimits(), Stop);

        Assert.NotNull((await _harness.Storage.FindHeadAsync(StreamId.Parse("cart-1"), ReadOptions.Default, Stop)).Value);
        Assert.Null(await _harness.Storage.FindSnapshotAsync(StreamId.Parse("cart-1"), "merge-patch:1", Stop));
    }

    [Fact]
    public async Task A_script_that_fails_leaves_the_file_as_it_was()
    {
        await _harness.OpenAsync(new EventLimits(), Stop);
        await _harness.DisposeStoreAsync();
        // The second script can't make its table, since there is one.
        Run("PRAGMA user_version = 1");

        Assert.Throws<StoreUnusableException>(Open);

        using var database = SqliteDatabase.Open(_harness.Options.Path);
        Assert.Equal(1, database.QueryNumber("PRAGMA user_version"));
    }

    [Fact]
    public async Task A_schema_newer_than_known_is_refused_by_its_number()
    {
        await _harness.OpenAsync(new EventLimits(), Stop);
        await _harness.DisposeStoreAsync();
        Run("PRAGMA user_version = 999");

        var refusal = Assert.Throws<StoreUnusableException>(Open);

        Assert.Contains("999", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_programs_database_is_refused_and_left_alone()
    {
        Run("CREATE TABLE invoices (id INTEGER)");

        Assert.Throws<StoreUnusableException>(Open);

        using var database = SqliteDatabase.Open(_harness.Options.Path);
        Assert.Equal(1, database.QueryNumber("SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(_harness.Options.Path, new string('x', 8192), Stop);

        Assert.Throws<StoreUnusableException>(Open);
    }

    [Fact]
    public async Task A_missing_folder_is_made()
    {
        _harness.Options.Path = Path.Combine(Path.GetDirectoryName(_harness.Options.Path)!, "deeper", "still", "events.db");

        await _harness.OpenAsync(new EventLimits(), Stop);

        Assert.True(File.Exists(_harness.Options.Path));
    }

    private void Run(string sql)
    {
        using var database = SqliteDatabase.Open(_harness.Options.Path);
        database.Execute(sql);
    }

    private SqliteEventStorage Open() =>
        SqliteEventStorage.Open(_harness.Options, new EventLimits(), _harness.Clock, NullLogger<SqliteEventStorage>.Instance);
}
