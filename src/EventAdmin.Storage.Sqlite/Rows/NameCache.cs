using System.Collections.Concurrent;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Sqlite.Rows;

/// <summary>The names behind the numbers of streams and types, as readers met them. A committed name never changes. Thread-safe.</summary>
internal sealed class NameCache
{
    private const int StreamsMax = 65_536;
    private const string SelectStream = "SELECT name FROM streams WHERE id = ?1";
    private const string SelectType = "SELECT name FROM types WHERE id = ?1";
    private const string SelectTypeNumber = "SELECT id FROM types WHERE name = ?1";

    private readonly ConcurrentDictionary<long, StreamId> _streams = new();
    private readonly ConcurrentDictionary<long, string> _types = new();
    private int _streamCount;

    public StreamId StreamOf(SqliteDatabase database, long number)
    {
        if (_streams.TryGetValue(number, out var known))
            return known;
        // Counted here, since the dictionary's own count takes all its locks; emptied whole, since what is hot comes back at once.
        if (Interlocked.Increment(ref _streamCount) > StreamsMax)
        {
            _streams.Clear();
            Interlocked.Exchange(ref _streamCount, 1);
        }

        return _streams[number] = StreamId.Parse(NameOf(database, SelectStream, number));
    }

    public string TypeOf(SqliteDatabase database, long number) =>
        _types.TryGetValue(number, out var known) ? known : _types[number] = NameOf(database, SelectType, number);

    /// <summary>The number of a type, or null when no event ever had it.</summary>
    public static long? NumberOfType(SqliteDatabase database, string name)
    {
        using var statement = database.Prepare(SelectTypeNumber);
        return statement.Bind(1, name).Step() ? statement.Number(0) : null;
    }

    private static string NameOf(SqliteDatabase database, string sql, long number)
    {
        using var statement = database.Prepare(sql);
        return statement.Bind(1, number).Step()
            ? statement.Text(0)
            : throw new InvalidOperationException($"Expected a name for number {number}, found none ({sql}).");
    }
}
