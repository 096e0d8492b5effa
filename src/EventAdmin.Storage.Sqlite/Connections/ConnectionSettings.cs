using System.Globalization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Configuration;
using SQLitePCL;
using static SQLitePCL.raw;

namespace EventAdmin.Storage.Sqlite.Connections;

/// <summary>Opens connections with the settings that the store's promises rest on.</summary>
internal static class ConnectionSettings
{
    /// <summary>Before 3.51.3 a WAL that is reset while it is written can lose commits (https://www.sqlite.org/wal.html#walresetbug).</summary>
    private const int LibraryVersionMin = 3_051_003;

    /// <summary>Refuses a library with the WAL-reset defect.</summary>
    /// <exception cref="StoreUnusableException">The library is too old.</exception>
    public static void CheckLibrary()
    {
        Batteries_V2.Init();
        if (sqlite3_libversion_number() < LibraryVersionMin)
        {
            throw new StoreUnusableException(
                $"The SQLite library is {sqlite3_libversion().utf8_to_string()}; 3.51.3 or later is needed, since earlier ones can lose commits.");
        }
    }

    public static SqliteDatabase OpenWriter(string path, SqliteStorageOptions options)
    {
        var database = Open(path, options);
        try
        {
            if (options.FileBytesMax is { } bytesMax)
                database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {bytesMax / PageBytes(database)}"));
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public static SqliteDatabase OpenReader(string path, SqliteStorageOptions options)
    {
        var database = Open(path, options);
        try
        {
            database.Execute("PRAGMA query_only = ON");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public static long PageBytes(SqliteDatabase database) => database.QueryNumber("PRAGMA page_size") ?? 4096;

    private static SqliteDatabase Open(string path, SqliteStorageOptions options)
    {
        var database = SqliteDatabase.Open(path);
        try
        {
            database.WaitWhenBusy(options.BusyTimeout);
            database.ForbidCheckpointOnClose();
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"""
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = {(options.IsFlushedAtCommit ? "FULL" : "NORMAL")};
                PRAGMA mmap_size = 0;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA foreign_keys = ON;
                PRAGMA cell_size_check = ON;
                PRAGMA trusted_schema = OFF;
                PRAGMA temp_store = MEMORY;
                PRAGMA cache_size = -{options.CacheKibibytes};
                """));
#if PLANTED_BUGS
            if (Planted.Is(PlantedBug.P2))
                database.Execute("PRAGMA synchronous = OFF");
#endif
            // Some file systems can't; SQLite then stays in another mode and says nothing.
            if (database.QueryText("PRAGMA journal_mode") is var mode && mode != "wal")
                throw new StoreUnusableException($"The file '{path}' can't be kept in WAL mode (it stays in '{mode}'): it needs a local disk.");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
