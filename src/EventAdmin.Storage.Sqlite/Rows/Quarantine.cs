using System.Collections.Concurrent;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Sqlite.Rows;

/// <summary>
/// The streams of which damage was met. Kept in memory, so that they are refused at once, and in the file, so that they are refused after
/// the next start. Thread-safe.
/// </summary>
internal sealed class Quarantine(TimeProvider clock)
{
    private const string Select = "SELECT stream, version, damage, found_at FROM quarantined ORDER BY stream";
    private const string Insert = "INSERT OR IGNORE INTO quarantined (stream, version, damage, found_at) VALUES (?1, ?2, ?3, ?4)";

    private readonly ConcurrentDictionary<StreamId, QuarantinedStream> _streams = new();

    public bool IsEmpty => _streams.IsEmpty;

    public IReadOnlyList<QuarantinedStream> List => _streams.IsEmpty ? [] : [.. _streams.Values.OrderBy(stream => stream.Stream, StreamId.ByName)];

    public QuarantinedStream? Find(StreamId stream) => _streams.GetValueOrDefault(stream);

    public void Load(SqliteDatabase database)
    {
        using var rows = database.Prepare(Select);
        while (rows.Step())
        {
            if (StreamId.TryParse(rows.Text(0), out var stream))
                _streams[stream] = new QuarantinedStream(stream, StreamVersion.Of(rows.Number(1)), rows.Text(2), Instants.FromStore(rows.Number(3)));
        }
    }

    /// <summary>Takes a stream in.</summary>
    /// <returns>The entry, when it is new.</returns>
    public QuarantinedStream? Add(EventDamagedException damage)
    {
        var entry = new QuarantinedStream(damage.Stream, damage.Version, damage.Damage, clock.GetUtcNow());
        return _streams.TryAdd(damage.Stream, entry) ? entry : null;
    }

    public static void Save(SqliteDatabase database, QuarantinedStream entry)
    {
        using var row = database.Prepare(Insert);
        row.Bind(1, entry.Stream.Value)
            .Bind(2, entry.Version.Value)
            .Bind(3, entry.Damage)
            .Bind(4, Instants.ToStore(entry.FoundAt))
            .Run();
    }
}
