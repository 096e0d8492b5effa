using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Storage.Sqlite.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using SQLitePCL;
using static SQLitePCL.raw;

namespace EventAdmin.Benchmarks.Stores;

/// <summary>The store's own tables, filled by nothing but a prepared statement of SQLite: what the store is measured against.</summary>
internal sealed class BareFile : IDisposable
{
    private const string Insert = """
        INSERT INTO events (
            position, stream, version, type, recorded_at, occurred_at, stream_bytes, append_index, append_count, schema_version,
            event_id, append_id, correlation_id, actor, data)
        VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, 0, 1, 1, ?7, ?8, ?9, ?10, ?11)
        """;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _commit;
    private readonly int _streams;
    private readonly byte[] _id = new byte[16];
    private long _position;

    private BareFile(string path, int streams)
    {
        Batteries_V2.Init();
        _streams = streams;
        Check(sqlite3_open_v2(path, out _database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, null));
        Check(sqlite3_exec(_database, """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA mmap_size = 0; PRAGMA wal_autocheckpoint = 4000;
            PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -16384;
            INSERT INTO types (id, name) VALUES (1, 'LicenceReleased');
            INSERT INTO categories (id, name) VALUES (1, 'licence');
            """));
        for (var i = 1; i <= streams; i++)
            Check(sqlite3_exec(_database, $"INSERT INTO streams (id, name, category, first_version, first_at) VALUES ({i}, 'licence-{i}', 1, 0, 0)"));
        Check(sqlite3_prepare_v2(_database, "BEGIN IMMEDIATE", out _begin));
        Check(sqlite3_prepare_v2(_database, Insert, out _insert));
        Check(sqlite3_prepare_v2(_database, "COMMIT", out _commit));
    }

    public static async Task<BareFile> CreateAsync(string path, int streams)
    {
        var options = new SqliteStorageOptions { Path = path };
        await using (SqliteEventStorage.Open(options, new EventLimits(), TimeProvider.System, NullLogger<SqliteEventStorage>.Instance))
        {
        }

        return new BareFile(path, streams);
    }

    public void WriteInGroups(ReadOnlySpan<AppendRequest> appends, int group)
    {
        while (!appends.IsEmpty)
        {
            var size = Math.Min(group, appends.Length);
            Step(_begin);
            foreach (var append in appends[..size])
                Write(append.Id, append.Streams[0].Events[0]);
            Step(_commit);
            appends = appends[size..];
        }
    }

    public void Dispose()
    {
        _begin.Dispose();
        _insert.Dispose();
        _commit.Dispose();
        _database.Dispose();
    }

    private void Write(AppendId append, NewEvent e)
    {
        var position = ++_position;
        Check(sqlite3_bind_int64(_insert, 1, position));
        Check(sqlite3_bind_int64(_insert, 2, ((position - 1) % _streams) + 1));
        Check(sqlite3_bind_int64(_insert, 3, (position - 1) / _streams));
        Check(sqlite3_bind_int64(_insert, 4, 17_000_000_000_000_000 + position));
        Check(sqlite3_bind_int64(_insert, 5, e.OccurredAt!.Value.UtcTicks));
        Check(sqlite3_bind_int64(_insert, 6, position * e.Data.Length));
        e.Id.Value.TryWriteBytes(_id, bigEndian: true, out _);
        Check(sqlite3_bind_blob(_insert, 7, _id));
        append.Value.TryWriteBytes(_id, bigEndian: true, out _);
        Check(sqlite3_bind_blob(_insert, 8, _id));
        Check(sqlite3_bind_text(_insert, 9, e.Metadata.CorrelationId));
        Check(sqlite3_bind_text(_insert, 10, e.Metadata.Actor));
        Check(sqlite3_bind_blob(_insert, 11, e.Data.Span));
        Step(_insert);
    }

    private static void Step(sqlite3_stmt statement)
    {
        if (sqlite3_step(statement) != SQLITE_DONE)
            throw new InvalidOperationException("A bare statement failed.");
        Check(sqlite3_reset(statement));
    }

    private static void Check(int code)
    {
        if (code != SQLITE_OK)
            throw new InvalidOperationException($"A bare call answered {code}.");
    }
}
