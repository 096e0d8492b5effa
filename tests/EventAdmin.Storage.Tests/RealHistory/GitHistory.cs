using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Transfer;
using EventAdmin.Testing.RealHistory;
using EventAdmin.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.RealHistory;

/// <summary>The real history, imported once into a SQLite store.</summary>
public sealed class GitHistory : IAsyncLifetime
{
    private readonly SqliteHarness _harness = new();

    public static StreamId Stream { get; } = StreamId.Parse(RealHistoryFiles.Stream);

    public SqliteHarness Harness => _harness;

    public ImportResult? Imported { get; private set; }

    public Replayer Replayer => new(_harness.Storage, _harness.Storage, new ReplayOptions(), _harness.Clock, NullLogger<Replayer>.Instance);

    public async ValueTask InitializeAsync()
    {
        await _harness.OpenAsync(new EventLimits(), CancellationToken.None);
        if (RealHistoryFiles.IsPresent)
            Imported = await ImportAsync(CancellationToken.None);
    }

    public async Task<ImportResult> ImportAsync(CancellationToken cancellationToken)
    {
        var importer = new StreamImporter(_harness.Storage, new EventLimits(), _harness.Clock, NullLogger<StreamImporter>.Instance);
        await using var file = File.OpenRead(RealHistoryFiles.EventsPath);
        return await importer.ImportAsync(file, ImportOptions.Default, progress: null, cancellationToken);
    }

    public async ValueTask DisposeAsync() => await _harness.DisposeAsync();
}
