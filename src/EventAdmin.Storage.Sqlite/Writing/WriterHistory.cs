using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite.Writing;

/// <summary>
/// What the writer knows of streams, with a bounded memory before the file. It also holds what the open group adds: after a rollback it
/// must <see cref="Forget"/>. The writer loop's own.
/// </summary>
internal sealed class WriterHistory(SqliteDatabase database, NameCache names, int streamsMax) : IAppendHistory
{
    private readonly Dictionary<StreamId, KnownStream> _streams = [];

    /// <summary>The newest committed event. What the open group wrote stands beyond it, is not durable, and may yet be rolled back.</summary>
    public FeedPosition LastDurable { get; set; }

    public StreamState FindState(StreamId stream)
    {
        var known = Find(stream);
        return new StreamState(known.Next, known.First);
    }

    public IReadOnlyList<RecordedEvent> FindEarlier(AppendRequest request)
    {
        var reader = new EventRowReader(database, names);
        var found = new SortedDictionary<FeedPosition, RecordedEvent>();
        if (EventQueries.FindAppend(database, request.Id) is var (first, count) && first <= LastDurable.ToStore())
        {
            for (var position = first; position < first + count; position++)
            {
                if (EventQueries.FindAt(database, reader, position) is { } e)
                    found[e.Position] = e;
            }
        }

        foreach (var stream in request.Streams)
        {
            foreach (var asked in stream.Events)
            {
                if (EventQueries.Find(database, reader, asked.Id, LastDurable.ToStore()) is { } e)
                    found[e.Position] = e;
            }
        }

        return [.. found.Values];
    }

    public KnownStream Find(StreamId stream)
    {
        if (!_streams.TryGetValue(stream, out var known))
            _streams[stream] = known = Load(stream);
        return known;
    }

    public void Forget() => _streams.Clear();

    /// <summary>Between two groups: what is hot comes back at once, so the memory is emptied whole.</summary>
    public void KeepWithinBounds()
    {
        if (_streams.Count > streamsMax)
            _streams.Clear();
    }

    private KnownStream Load(StreamId stream) => StreamRow.Find(database, stream) is { } row
        ? new KnownStream
        {
            Number = row.Number,
            Category = row.Category,
            First = row.First,
            Next = row.Last + 1,
            Bytes = row.Bytes,
            History = row.History ?? throw new EventDamagedException(stream, StreamVersion.Of(row.Last), "it has no hash"),
        }
        : new KnownStream { History = HistoryHasher.Seed(stream) };
}

/// <summary>A stream as the writer knows it.</summary>
internal sealed class KnownStream
{
    /// <summary>Its number in the file; 0 when it has no row yet.</summary>
    public long Number { get; set; }

    /// <summary>The number of its category.</summary>
    public long Category { get; set; }

    public long First { get; set; }

    public long Next { get; set; }

    public long Bytes { get; set; }

    /// <summary>The hash of its history, which the next event goes on from.</summary>
    public HistoryHash History { get; set; }

    public bool HasEvents => Next > First;
}
