using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite.Verification;

/// <summary>
/// Walks the events by position and holds each against its hash and against the one before it in its stream, whose hash it remembers: 48
/// bytes a stream. In steps, so that no read transaction lasts long. Not thread-safe.
/// </summary>
internal sealed class ChainWalk(NameCache names, TimeProvider clock)
{
    private const string Rows = $"SELECT {EventRowReader.Columns} FROM events WHERE position > ?1 ORDER BY position LIMIT ?2";

    private readonly Dictionary<long, Link> _streams = [];
    private readonly Dictionary<StreamId, QuarantinedStream> _damaged = [];
    private readonly List<string> _problems = [];
    private long _recordedAt = long.MinValue;
    private long _bytes;

    /// <summary>The last position that was looked at.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes of data that were looked at.</summary>
    public long Bytes => _bytes;

    /// <summary>What is wrong with the file as a whole; null when nothing is.</summary>
    public string? FirstProblem => _problems.Count == 0 ? null : _problems[0];

    /// <summary>What was found so far.</summary>
    public VerificationReport Report => new()
    {
        Events = Position,
        Streams = _streams.Count,
        Bytes = _bytes,
        Damaged = [.. _damaged.Values],
        Problems = _problems,
    };

    /// <summary>Looks at the next rows.</summary>
    /// <returns>The events of new damage; and whether there was anything left to look at.</returns>
    public (IReadOnlyList<EventDamagedException> New, bool IsEnd) Step(SqliteDatabase database, int rowsMax)
    {
        var found = new List<EventDamagedException>();
        var reader = new EventRowReader(database, names);
        var looked = 0;
        using var rows = database.Prepare(Rows);
        rows.Bind(1, Position).Bind(2, rowsMax);
        while (rows.Step())
        {
            looked++;
            CheckPosition(rows);
            try
            {
                Check(rows, reader);
            }
            catch (EventDamagedException e)
            {
                if (_damaged.TryAdd(e.Stream, new QuarantinedStream(e.Stream, e.Version, e.Damage, clock.GetUtcNow())))
                    found.Add(e);
            }
        }

        return (found, looked < rowsMax);
    }

    private void CheckPosition(SqliteStatement row)
    {
        var position = row.Number(0);
        if (position != Position + 1)
            _problems.Add(Text($"Positions {Position + 1} to {position - 1} are missing."));
        Position = position;
        if (row.Number(EventRowReader.RecordedAt) is var recordedAt && recordedAt < _recordedAt)
            _problems.Add(Text($"The event at position {position} was recorded before the one before it."));
        else
            _recordedAt = recordedAt;
    }

    private void Check(SqliteStatement row, EventRowReader reader)
    {
        var hash = reader.Verify(row);
        _bytes += EventRowReader.DataBytes(row);
        var (stream, version) = (row.Number(1), row.Number(2));
        var last = _streams.GetValueOrDefault(stream, new Link(-1, default));
        _streams[stream] = new Link(version, hash);
        if (version != last.Version + 1)
            throw reader.Damaged(row, Text($"it follows v{last.Version} of its stream"));
        if (version > 0 && row.Hash(EventRowReader.PreviousHash) != last.Hash)
            throw reader.Damaged(row, "it does not go on from the event before it");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Link(long Version, HistoryHash Hash);
}
