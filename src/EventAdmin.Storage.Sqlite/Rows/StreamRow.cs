using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Sqlite.Rows;

/// <summary>A stream as its row and its newest event tell.</summary>
internal sealed record StreamRow
{
    // The row's own name beside that of the index which led to it: a damaged index leads to another stream.
    private const string ByName = """
        SELECT found.id, found.category, found.first_version, found.first_at, stored.name
        FROM streams AS found JOIN streams AS stored ON stored.id = found.id WHERE found.name = ?1
        """;

    private const string NewestEvent = "SELECT version, position, recorded_at, stream_bytes, hash FROM events WHERE stream = ?1 ORDER BY version DESC LIMIT 1";

    public required long Number { get; init; }

    public required long Category { get; init; }

    public required long First { get; init; }

    public required long FirstAt { get; init; }

    public required long Last { get; init; }

    public required long LastPosition { get; init; }

    public required long LastAt { get; init; }

    public required long Bytes { get; init; }

    /// <summary>The hash of its whole history; null when the newest event has none that can be read.</summary>
    public required HistoryHash? History { get; init; }

    /// <summary>True when some of its events count.</summary>
    public bool HasEvents => Last >= First;

    /// <summary>The stream of this name, also when it was deleted; null when it never had events.</summary>
    public static StreamRow? Find(SqliteDatabase database, StreamId stream)
    {
        using var row = database.Prepare(ByName);
        if (!row.Bind(1, stream.Value).Step())
            return null;
        return row.Text(4) == stream.Value
            ? Complete(database, row.Number(0), row.Number(1), row.Number(2), row.Number(3))
            : throw new SqliteCallException(SQLitePCL.raw.SQLITE_CORRUPT, $"the index of streams leads from {stream} to another");
    }

    /// <summary>Completes a row of <c>streams</c> with the stream's newest event.</summary>
    public static StreamRow Complete(SqliteDatabase database, long number, long category, long first, long firstAt)
    {
        using var newest = database.Prepare(NewestEvent);
        if (!newest.Bind(1, number).Step())
            throw new InvalidOperationException($"Expected events of stream number {number}, found none.");
        return new StreamRow
        {
            Number = number,
            Category = category,
            First = first,
            FirstAt = firstAt,
            Last = newest.Number(0),
            LastPosition = newest.Number(1),
            LastAt = newest.Number(2),
            Bytes = newest.Number(3),
            History = newest.Hash(4),
        };
    }

    /// <summary>The head; null when no event counts.</summary>
    public StreamHead? ToHead(StreamId stream) => !HasEvents
        ? null
        : new StreamHead
        {
            Stream = stream,
            First = StreamVersion.Of(First),
            Last = StreamVersion.Of(Last),
            FirstAt = Instants.FromStore(FirstAt),
            LastAt = Instants.FromStore(LastAt),
            LastPosition = FeedPosition.FromStore(LastPosition),
            Bytes = Bytes,
        };
}
