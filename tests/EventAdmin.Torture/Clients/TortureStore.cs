using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Storage.Sqlite.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Torture.Clients;

/// <summary>The store under torture: as the product's, but with files that are copied, cut back and begun anew every few appends.</summary>
internal static class TortureStore
{
    public const string FileName = "events.db";

    public static SqliteStorageOptions Options(string path) => new()
    {
        Path = path,
        ReadersMax = 2,
        CheckpointBytes = 128 * 1024,
        TruncateBytes = 384 * 1024,
        HeadsStepBytes = 16 * 1024,
        ReserveBytes = 0,
        CacheKibibytes = 1024,
    };

    public static SqliteEventStorage Open(string path) => Open(Options(path));

    /// <summary>Opens it so that what is appended stays in the log.</summary>
    public static SqliteEventStorage OpenWithoutCheckpoints(string path)
    {
        var options = Options(path);
        (options.CheckpointBytes, options.TruncateBytes) = (long.MaxValue, long.MaxValue);
        return Open(options);
    }

    private static SqliteEventStorage Open(SqliteStorageOptions options) =>
        SqliteEventStorage.Open(options, new EventLimits(), TimeProvider.System, NullLogger<SqliteEventStorage>.Instance);
}
