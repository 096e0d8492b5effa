using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Storage.Sqlite.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Testing.Storage;

/// <summary>The SQLite store in a folder of its own, which goes with the harness.</summary>
public sealed class SqliteHarness : IStoreHarness
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventadmin-");
    private SqliteEventStorage? _storage;
    private EventLimits? _limits;

    /// <summary>The options that the store is opened with; the path is in the harness's folder.</summary>
    public SqliteStorageOptions Options { get; }

    /// <summary>Makes the folder; nothing is open yet.</summary>
    public SqliteHarness() => Options = new SqliteStorageOptions { Path = Path.Combine(_folder.FullName, "events.db"), ReadersMax = 2, HeadsStepBytes = 64 * 1024, ReserveBytes = 0 };

    /// <inheritdoc/>
    public FakeTimeProvider Clock { get; } = new(TestTime.Start);

    /// <inheritdoc/>
    IEventStorage IStoreHarness.Storage => Storage;

    /// <summary>The store as it is open now.</summary>
    public SqliteEventStorage Storage => _storage ?? throw new InvalidOperationException("Expected an open store; call OpenAsync first.");

    /// <inheritdoc/>
    public Task OpenAsync(EventLimits limits, CancellationToken cancellationToken)
    {
        _limits = limits;
        _storage = SqliteEventStorage.Open(Options, limits, Clock, NullLogger<SqliteEventStorage>.Instance);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task ReopenAsync(CancellationToken cancellationToken)
    {
        await DisposeStoreAsync();
        await OpenAsync(_limits ?? throw new InvalidOperationException("Expected OpenAsync before ReopenAsync."), cancellationToken);
    }

    /// <summary>Closes the store and leaves its file.</summary>
    public async Task DisposeStoreAsync()
    {
        if (_storage is not null)
            await _storage.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DisposeStoreAsync();
        _folder.Delete(recursive: true);
    }
}
