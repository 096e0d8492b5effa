using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Configuration;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Diagnostics;
using EventAdmin.Storage.Sqlite.Heads;
using EventAdmin.Storage.Sqlite.Rows;
using EventAdmin.Storage.Sqlite.Schema;
using EventAdmin.Storage.Sqlite.Writing;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Sqlite;

/// <summary>
/// Events in one SQLite file of this machine. One loop writes, a bounded number of connections read, and one process at a time may open
/// the file. Thread-safe. Disposing writes what waits, then closes the files.
/// </summary>
public sealed partial class SqliteEventStorage : IEventStorage, IAsyncDisposable
{
    /// <summary>Rows that one call of a filtered read looks at before it answers with what it has.</summary>
    private const int ScanMax = 20_000;

    private readonly EventLimits _limits;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly StoreLock? _lock;
    private readonly ReaderPool _readers;
    private readonly WriterLoop _writer;
    private readonly NameCache _names = new();
    private readonly DeletedStreams _deleted = new();
    private readonly Quarantine _quarantine;
    private readonly bool _isFlushedAtCommit;
    private int _isDisposed;

    private SqliteEventStorage(string path, SqliteStorageOptions options, StorageSurroundings around, OpenedFiles files)
    {
        Path = path;
        HeadsPath = StoreFiles.HeadsOf(path, options);
        _isFlushedAtCommit = options.IsFlushedAtCommit;
        (_limits, _clock, _logger) = around;
        var (taken, writer, heads) = files;
        _lock = taken;
        _readers = new ReaderPool(path, options);
        _deleted.Load(writer);
        _quarantine = new Quarantine(_clock);
        _quarantine.Load(writer);
        _writer = new WriterLoop(new WriterParts
        {
            Path = path,
            HeadsPath = HeadsPath,
            Readers = _readers,
            Database = writer,
            Options = options,
            Names = _names,
            Deleted = _deleted,
            Quarantine = _quarantine,
            Changed = Changed,
            Clock = around.Clock,
            Logger = around.Logger,
            Heads = heads.File,
            Suspicion = heads.Suspicion,
        });
        Capabilities = new StoreCapabilities
        {
            Name = "SQLite",
            FreshnessSentence = options.IsFlushedAtCommit
                ? "single copy, always current"
                : "single copy, always current; may lose the last commits on power loss",
            IsDurable = true,
        };
    }

    /// <summary>The database file.</summary>
    public string Path { get; }

    /// <summary>The head file.</summary>
    public string HeadsPath { get; }

    /// <summary>Its size on disk, in bytes.</summary>
    public long HeadsBytes => SizeOf(HeadsPath);

    /// <inheritdoc/>
    public StoreCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public StorageHealth Health => new() { DegradedReason = _writer.DegradedReason, FullSince = _writer.FullSince, Quarantined = _quarantine.List };

    /// <inheritdoc/>
    public FeedSignal Changed { get; } = new();

    /// <summary>What the store did since it was opened, and how large its files are.</summary>
    public SqliteStorageStatistics Statistics => new()
    {
        IsFlushedAtCommit = _isFlushedAtCommit,
        Commits = _writer.Counts.Commits,
        Appends = _writer.Counts.Appends,
        Events = _writer.Counts.Events,
        FailedAppends = _writer.Counts.Refused,
        LargestGroup = _writer.Counts.LargestGroup,
        Waiting = _writer.Waiting,
        Checkpoints = _writer.Counts.Checkpoints,
        WalBytes = _writer.Counts.WalBytes,
        WalFileBytes = SizeOf(Path + "-wal"),
        FileBytes = SizeOf(Path),
        Reopened = _writer.Counts.Reopened,
        DegradedReason = _writer.DegradedReason,
    };

    /// <summary>Opens the store, making its file and folder where they are missing and bringing its schema up to date.</summary>
    /// <exception cref="StoreUnusableException">Another process holds it, it is another program's or a newer one's, or it can't be read.</exception>
    public static SqliteEventStorage Open(SqliteStorageOptions options, EventLimits limits, TimeProvider clock, ILogger<SqliteEventStorage> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        var path = StoreFiles.FullPathOf(options.Path);
        SqliteDatabase? writer = null;
        StoreLock? taken = null;
        try
        {
            ConnectionSettings.CheckLibrary();
            if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            taken = StoreLock.Take(path);
            writer = ConnectionSettings.OpenWriter(path, options);
            var applied = Migrations.Apply(writer, out var isNewToHashes);
            var heads = OpenHeads(path, options, writer, isNewToHashes);
            var storage = new SqliteEventStorage(path, options, new StorageSurroundings(limits, clock, logger), new OpenedFiles(taken, writer, heads));
            logger.StoreOpened(path, writer.QueryNumber("SELECT max(position) FROM events") ?? 0, Migrations.Newest, applied);
            return storage;
        }
        catch (Exception e)
        {
            writer?.Dispose();
            taken?.Dispose();
            if (e is SqliteCallException or IOException or UnauthorizedAccessException)
                throw new StoreUnusableException($"The store '{path}' can't be opened: {e.Message}", e);
            throw;
        }
    }

    /// <summary>
    /// Opens a store whose lock the caller holds and whose head file the caller writes afterwards: for what an operator notes in a store that
    /// can't prove what it holds.
    /// </summary>
    internal static SqliteEventStorage OpenUnproven(
        SqliteStorageOptions options, EventLimits limits, TimeProvider clock, ILogger<SqliteEventStorage> logger)
    {
        var path = StoreFiles.FullPathOf(options.Path);
        var writer = ConnectionSettings.OpenWriter(path, options);
        return new SqliteEventStorage(
            path, options, new StorageSurroundings(limits, clock, logger), new OpenedFiles(Lock: null, writer, new OpenedHeads(File: null, Suspicion: null)));
    }

    /// <summary>Takes no more writes, and writes those that wait. Reads go on.</summary>
    public Task StopAsync() => _writer.StopAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _writer.DisposeAsync().ConfigureAwait(false);
        _readers.Dispose();
        _lock?.Dispose();
        _logger.StoreClosed(Path);
    }

    /// <summary>For tests and maintenance: something on the writer's connection, between two transactions.</summary>
    internal Task MaintainAsync(Action<SqliteDatabase> apply, CancellationToken cancellationToken) => _writer.MaintainAsync(apply, cancellationToken);

    private static OpenedHeads OpenHeads(string path, SqliteStorageOptions options, SqliteDatabase writer, bool isNewToHashes)
    {
        var headsPath = StoreFiles.HeadsOf(path, options);
        var reading = HeadFile.Read(headsPath);
        var finding = isNewToHashes && reading is HeadReading.Missing
            ? new StartUpFinding.New()
            : new StartUpCheck(writer, new NameCache(), options.GroupAppendsMax).Compare(reading);
        switch (finding)
        {
            case StartUpFinding.New:
                return new OpenedHeads(HeadFile.Start(headsPath, options.HeadsStepBytes, StartUpCheck.BaseOf(writer)), Suspicion: null);
#if PLANTED_BUGS
            case StartUpFinding.Suspect when Planted.Is(PlantedBug.P4):
                return new OpenedHeads(HeadFile.Start(headsPath, options.HeadsStepBytes, StartUpCheck.BaseOf(writer)), Suspicion: null);
#endif
            case StartUpFinding.Suspect suspect:
                return new OpenedHeads(File: null, suspect.Reason);
            default:
                var heads = HeadFile.Continue(headsPath, options.HeadsStepBytes, (HeadReading.Whole)reading);
                if (finding is StartUpFinding.OneGroupAhead ahead)
                    heads.Append(ahead.FirstPosition, ahead.LastPosition, ahead.Streams);
                return new OpenedHeads(heads, Suspicion: null);
        }
    }

    private static long SizeOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private sealed record OpenedHeads(HeadFile? File, string? Suspicion);

    private sealed record OpenedFiles(StoreLock? Lock, SqliteDatabase Writer, OpenedHeads Heads);

    private sealed record StorageSurroundings(EventLimits Limits, TimeProvider Clock, ILogger Logger);
}
