using System.Diagnostics;
using System.Text;
using EventAdmin.Benchmarks.Measuring;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace EventAdmin.Benchmarks.Stores;

/// <summary>Reads one long stream through the store against a bare SELECT of the same rows into the same values.</summary>
internal static class ReadBenchmark
{
    private const int Events = 1_000_000;
    private const int AppendSize = 100;

    public static async Task RunAsync(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("eventadmin-bench-");
        var path = Path.Combine(folder.FullName, "store.db");
        await using (var storage = AppendBenchmark.Open(path))
        {
            await FillAsync(storage);
            var store = new EventStore(storage);
            var (ratios, leastRatios) = (new Ratios(), new Ratios());
            for (var round = 0; round <= rounds; round++)
            {
                var watch = Stopwatch.StartNew();
                var count = 0;
                await foreach (var e in store.ReadAllAsync(SampleAppends.StreamOf(1), from: null, CancellationToken.None))
                    count += e.Data.Length > 0 ? 1 : 0;
                var seconds = watch.Elapsed.TotalSeconds;
                var bareSeconds = MeasureBare(path, row => ReadValues(row).Data.Length);
                var leastSeconds = MeasureBare(path, row => sqlite3_column_blob(row, 15).ToArray().Length);
                if (count != Events)
                    throw new InvalidOperationException($"Expected {Events} events, read {count}.");
                if (round == 0)
                    continue;
                ratios.Add($"store {Events / seconds:N0}/s, bare SELECT {Events / bareSeconds:N0}/s", bareSeconds / seconds);
                leastRatios.Add($"store {Events / seconds:N0}/s, bare SELECT that takes the data alone {Events / leastSeconds:N0}/s", leastSeconds / seconds);
            }

            ratios.Conclude($"1 stream of {Events:N0} events, rate to that of a bare SELECT into the same values");
            leastRatios.Conclude("the same, to one that takes the data alone");
        }

        folder.Delete(recursive: true);
    }

    private static async Task FillAsync(SqliteEventStorage storage)
    {
        var events = SampleAppends.Make(Events);
        for (var i = 0; i < events.Length; i += AppendSize)
        {
            var request = AppendRequest.To(SampleAppends.StreamOf(1), ExpectedVersion.Any, events[i..(i + AppendSize)]);
            if (await storage.AppendAsync(request, CancellationToken.None) is not AppendOutcome.Appended)
                throw new InvalidOperationException("Expected every append to be stored.");
        }
    }

    private static double MeasureBare(string path, Func<sqlite3_stmt, int> read)
    {
        var watch = Stopwatch.StartNew();
        if (ReadBare(path, read) != Events)
            throw new InvalidOperationException($"Expected {Events} rows.");
        return watch.Elapsed.TotalSeconds;
    }

    private static int ReadBare(string path, Func<sqlite3_stmt, int> read)
    {
        const string Select = """
            SELECT position, stream, version, type, recorded_at, occurred_at, schema_version, event_id, append_id, content_type,
                correlation_id, causation_id, actor, source, extensions, data
            FROM events WHERE stream = 1 ORDER BY version
            """;
        if (sqlite3_open_v2(path, out var database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, null) != SQLITE_OK)
            throw new InvalidOperationException("The file can't be opened.");
        using (database)
        {
            sqlite3_exec(database, "PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -16384");
            sqlite3_prepare_v2(database, Select, out var rows);
            using (rows)
            {
                var count = 0;
                while (sqlite3_step(rows) == SQLITE_ROW)
                    count += read(rows) > 0 ? 1 : 0;
                return count;
            }
        }
    }

    /// <summary>Every column that the store reads: numbers, ids as GUIDs, texts as strings, the data as an array of its own.</summary>
    private static BareRow ReadValues(sqlite3_stmt row)
    {
        var numbers = 0L;
        for (var column = 0; column <= 6; column++)
            numbers += sqlite3_column_int64(row, column);
        return new BareRow(
            numbers, new Guid(sqlite3_column_blob(row, 7), bigEndian: true), new Guid(sqlite3_column_blob(row, 8), bigEndian: true),
            TextOf(row, 9), TextOf(row, 10), TextOf(row, 11), TextOf(row, 12), TextOf(row, 13), TextOf(row, 14), sqlite3_column_blob(row, 15).ToArray());
    }

    private static string? TextOf(sqlite3_stmt row, int column) =>
        sqlite3_column_type(row, column) == SQLITE_NULL ? null : Encoding.UTF8.GetString(sqlite3_column_blob(row, column));

    private readonly record struct BareRow(
        long Numbers, Guid Id, Guid Append, string? ContentType, string? Correlation, string? Causation, string? Actor, string? Source, string? Extensions, byte[] Data);
}
