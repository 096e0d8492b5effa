using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Configuration;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Heads;
using EventAdmin.Storage.Sqlite.Rows;
using EventAdmin.Storage.Sqlite.Schema;
using EventAdmin.Storage.Sqlite.Verification;

namespace EventAdmin.Storage.Sqlite.Maintenance;

/// <summary>
/// What an operator does to a store that no process has open: verify, back up, restore, accept a loss, lift a quarantine. Holds the store's
/// lock until it is disposed. Not thread-safe; its calls block until they are done.
/// </summary>
public sealed class StoppedStore : IDisposable
{
    private const int RowsAtATime = 8192;

    private readonly SqliteStorageOptions _options;
    private readonly TimeProvider _clock;
    private readonly StoreLock _lock;

    private StoppedStore(SqliteStorageOptions options, TimeProvider clock, string path, StoreLock taken)
    {
        (_options, _clock, Path, _lock) = (options, clock, path, taken);
        HeadsPath = StoreFiles.HeadsOf(path, options);
    }

    /// <summary>The database file.</summary>
    public string Path { get; }

    private string HeadsPath { get; }

    /// <summary>Takes the lock of a store.</summary>
    /// <exception cref="StoreUnusableException">There is no such file, or a process has it open.</exception>
    public static StoppedStore Take(SqliteStorageOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = StoreFiles.FullPathOf(options.Path);
        if (!File.Exists(path))
            throw new StoreUnusableException($"There is no store at '{path}'.");
        ConnectionSettings.CheckLibrary();
        return new StoppedStore(options, clock, path, StoreLock.Take(path));
    }

    /// <summary>
    /// Holds every event against its hash, every stream's chain against its links, every position against the one before, and the whole
    /// against the head file. Streams with damage are quarantined.
    /// </summary>
    /// <param name="isDeep">True: every page and index as well, by SQLite's own check, which takes several times as long.</param>
    /// <param name="progress">Told now and then; null when nobody listens.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    /// <exception cref="StoreUnusableException">The file can't be read as a store.</exception>
    public VerificationReport Verify(bool isDeep, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken) =>
        WithDatabase(Path, database =>
        {
            var report = Walk(Path, database, progress, cancellationToken);
            var problems = new List<string>(report.Problems);
            if (FindSuspicion(database) is { } suspicion)
                problems.Add($"{suspicion}.");
            if (isDeep)
                problems.AddRange(IntegrityOf(database));
            foreach (var damaged in report.Damaged)
                Quarantine.Save(database, damaged);
            return report with { Problems = problems };
        });

    /// <summary>Copies the store as it is now into a file of its own, and verifies the copy.</summary>
    /// <returns>What the copy is worth: it is kept only when it is sound.</returns>
    /// <exception cref="IOException">The file is there already, or can't be written.</exception>
    public VerificationReport BackUp(string target, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        var full = System.IO.Path.GetFullPath(target);
        if (File.Exists(full))
            throw new IOException($"'{full}' is there already.");
        var making = full + ".making";
        StoreFiles.Delete(making);
        var (report, start) = WithDatabase(Path, database =>
        {
            using (var copy = SqliteDatabase.Open(making))
                database.CopyTo(copy, cancellationToken);
            return (WithDatabase(making, made => Walk(making, made, progress, cancellationToken)), StartUpCheck.BaseOf(database));
        });
        if (report.IsSound && WithDatabase(making, StartUpCheck.BaseOf) != start)
            report = report with { Problems = ["The copy does not end where the store does."] };
        if (report.IsSound)
        {
            Durably.FlushFile(making);
            File.Move(making, full);
            Durably.FlushFolderOf(full);
        }

        StoreFiles.Delete(making);
        return report;
    }

    /// <summary>
    /// Puts a backup in the store's place, after it was verified. The files that were there are kept beside it, and a new head file begins,
    /// so that the step back is not taken for a loss.
    /// </summary>
    /// <returns>What the backup is worth, and where the old database went: nothing was replaced when it is not sound.</returns>
    public (VerificationReport Report, string? Replaced) Restore(
        string backup, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(backup);
        if (!File.Exists(backup))
            throw new FileNotFoundException($"'{backup}' is not there.", backup);
        var making = Path + ".making";
        StoreFiles.Delete(making);
        File.Copy(backup, making);
        var (report, start) = WithDatabase(making, database =>
        {
            var walked = (Walk(making, database, progress, cancellationToken), StartUpCheck.BaseOf(database));
            // A backup with an older schema was brought up to date: that too must be in the file that is moved.
            database.CheckpointAndTruncate();
            return walked;
        });
        if (!report.IsSound)
        {
            StoreFiles.Delete(making);
            return (report, Replaced: null);
        }

        Durably.FlushFile(making);
        var replaced = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path}.replaced-{_clock.GetUtcNow():yyyyMMdd'T'HHmmssfff}");
        StoreFiles.MoveAside(Path, HeadsPath, replaced);
        File.Move(making, Path);
        Durably.FlushFolderOf(Path);
        StoreFiles.Delete(making);
        HeadFile.Start(HeadsPath, _options.HeadsStepBytes, start).Dispose();
        return (report, replaced);
    }

    /// <summary>
    /// Takes the database as it is for the truth from now on, once all of it was verified: an event in the stream <c>$store</c> says who did
    /// so, why, what was missing and which streams are damaged, and a new head file begins. Damaged streams are quarantined.
    /// </summary>
    /// <returns>What was accepted; null when there was nothing to accept, and nothing was done.</returns>
    public async Task<string?> AcceptLossAsync(string by, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (WithDatabase(Path, FindSuspicion) is not { } suspicion)
            return null;
        var report = Verify(isDeep: false, progress: null, cancellationToken);
        var accepted = new
        {
            by,
            reason,
            accepted = $"{suspicion}.",
            verifiedEvents = report.Events,
            damagedStreams = report.Damaged.Select(damaged => damaged.Stream.Value),
        };
        await AppendAsync("StoreLossAccepted", accepted, cancellationToken).ConfigureAwait(false);
        HeadFile.Start(HeadsPath, _options.HeadsStepBytes, WithDatabase(Path, StartUpCheck.BaseOf)).Dispose();
        return accepted.accepted;
    }

    /// <summary>Lets a stream take appends again, once all of it was verified; an event in the stream <c>$store</c> says who did so and why.</summary>
    /// <returns>What is still wrong with the stream; null when it was lifted.</returns>
    public async Task<string?> LiftAsync(StreamId stream, string by, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var wrong = WithDatabase(Path, database => StreamCheck.FindDamage(database, stream) ?? Lift(database, stream));
        if (wrong is not null)
            return wrong;
        await AppendAsync("StreamQuarantineLifted", new { stream = stream.Value, by, reason }, cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static string? Lift(SqliteDatabase database, StreamId stream)
    {
        using var row = database.Prepare("DELETE FROM quarantined WHERE stream = ?1");
        row.Bind(1, stream.Value).Run();
        return database.QueryNumber("SELECT changes()") == 1 ? null : $"Stream {stream} is not in quarantine.";
    }

    private Task AppendAsync<T>(string type, T data, CancellationToken cancellationToken) =>
        StoreJournal.AppendAsync(_options, _clock, new JournalEntry(type, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(data)), cancellationToken);

    private string? FindSuspicion(SqliteDatabase database) =>
        new StartUpCheck(database, new NameCache(), _options.GroupAppendsMax).Compare(HeadFile.Read(HeadsPath)) is StartUpFinding.Suspect suspect
            ? suspect.Reason
            : null;

    // Every core hashes; each has a connection of its own.
    private VerificationReport Walk(string path, SqliteDatabase database, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        var walk = new ChainWalk(_clock);
        var others = new List<SqliteDatabase>();
        try
        {
            while (others.Count < Environment.ProcessorCount - 1)
                others.Add(ConnectionSettings.OpenReader(path, _options));
            var names = new NameCache();
            RowScan[] scans = [new RowScan(database, names), .. others.Select(other => new RowScan(other, names))];
            var count = scans[0].FindHead();
            for (var isEnd = false; !isEnd;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                isEnd = walk.Step(scans, RowsAtATime).IsEnd;
                progress?.Report(new VerificationProgress(walk.Position, count, walk.Bytes));
            }

            return walk.Report;
        }
        finally
        {
            foreach (var other in others)
                other.Dispose();
        }
    }

    private static List<string> IntegrityOf(SqliteDatabase database)
    {
        var problems = new List<string>();
        using var rows = database.Prepare("PRAGMA integrity_check");
        while (rows.Step())
        {
            if (rows.Text(0) is var line && line != "ok")
                problems.Add($"SQLite: {line}.");
        }

        return problems;
    }

    private T WithDatabase<T>(string path, Func<SqliteDatabase, T> act)
    {
        try
        {
            using var database = ConnectionSettings.OpenWriter(path, _options);
            Migrations.Apply(database, out _);
            return act(database);
        }
        catch (SqliteCallException e)
        {
            throw new StoreUnusableException($"'{path}' can't be read: {e.Message}.", e);
        }
    }
}
