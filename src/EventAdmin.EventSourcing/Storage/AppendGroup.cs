using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Storage;

/// <summary>
/// Decides the appends of one group, in order: heads, expectations, repeats, versions, positions. Pure but for its <see cref="IAppendHistory"/>;
/// how the group is then made durable is the store's. Not thread-safe: a writer loop owns it. If the group can't be made durable, the
/// object is thrown away with all it decided.
/// </summary>
public sealed class AppendGroup
{
    private readonly IAppendHistory _history;
    private readonly bool _lookUpAlways;
    private readonly Dictionary<StreamId, StreamState> _states = [];
    private readonly Dictionary<EventId, RecordedEvent> _events = [];
    private readonly Dictionary<AppendId, List<RecordedEvent>> _appends = [];
    private long _position;

    /// <summary>Begins a group after what is durable.</summary>
    /// <param name="history">What is durable already.</param>
    /// <param name="last">The position of the newest durable event.</param>
    /// <param name="recordedAt">The recorded time of the whole group: the later of the clock and the newest durable event's.</param>
    /// <param name="lookUpAlways">
    /// False: trust an expectation that tells retries apart, and leave a repeated id to the store's unique keys. True: after such a key
    /// refused the group, look up every append.
    /// </param>
    public AppendGroup(IAppendHistory history, FeedPosition last, DateTimeOffset recordedAt, bool lookUpAlways)
    {
        ArgumentNullException.ThrowIfNull(history);
        _history = history;
        _position = last.ToStore();
        RecordedAt = recordedAt;
        _lookUpAlways = lookUpAlways;
    }

    /// <summary>The recorded time of every event of the group.</summary>
    public DateTimeOffset RecordedAt { get; }

    /// <summary>The position of the newest event, durable or decided.</summary>
    public FeedPosition Last => FeedPosition.FromStore(_position);

    /// <summary>The streams that the group's events were decided for, with their states after them.</summary>
    public IReadOnlyDictionary<StreamId, StreamState> States => _states;

    /// <summary>Decides one append after those before it.</summary>
    /// <param name="request">An append that keeps <see cref="AppendRules"/>.</param>
    /// <returns>Either events to write, with the outcome once they are durable; or an outcome alone.</returns>
    public AppendDecision Decide(AppendRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var conflict = FindConflict(request);
        if (conflict is not null || _lookUpAlways || !TellsRetriesApart(request) || IsKnownInGroup(request))
        {
            var earlier = FindEarlier(request);
            if (earlier.Count > 0)
                return new AppendDecision([], AnswerRepeat(request, earlier));
        }

        return conflict is null ? Write(request) : new AppendDecision([], conflict);
    }

    private static bool TellsRetriesApart(AppendRequest request)
    {
        foreach (var stream in request.Streams)
        {
            if (stream.Events.Count > 0 && stream.Expected.TellsRetriesApart)
                return true;
        }

        return false;
    }

    private bool IsKnownInGroup(AppendRequest request)
    {
        if (_appends.ContainsKey(request.Id))
            return true;
        foreach (var stream in request.Streams)
        {
            foreach (var e in stream.Events)
            {
                if (_events.ContainsKey(e.Id))
                    return true;
            }
        }

        return false;
    }

    private AppendOutcome.Conflict? FindConflict(AppendRequest request)
    {
        foreach (var stream in request.Streams)
        {
            var head = StateOf(stream.Stream).Head;
            if (!stream.Expected.Holds(head))
                return new AppendOutcome.Conflict(stream.Stream, stream.Expected, head);
        }

        return null;
    }

    private StreamState StateOf(StreamId stream) => _states.TryGetValue(stream, out var state) ? state : _history.FindState(stream);

    private List<RecordedEvent> FindEarlier(AppendRequest request)
    {
        var found = new List<RecordedEvent>(_history.FindEarlier(request));
        if (_appends.TryGetValue(request.Id, out var sameAppend))
            found.AddRange(sameAppend);
        foreach (var stream in request.Streams)
        {
            foreach (var e in stream.Events)
            {
                if (_events.TryGetValue(e.Id, out var sameEvent) && sameEvent.Append != request.Id)
                    found.Add(sameEvent);
            }
        }

        return found;
    }

    private static AppendOutcome AnswerRepeat(AppendRequest request, List<RecordedEvent> earlier)
    {
        var byId = earlier.ToDictionary(e => e.Id);
        var streams = new List<AppendedStream>();
        RecordedEvent? newest = null;
        foreach (var stream in request.Streams)
        {
            RecordedEvent? first = null;
            RecordedEvent? previous = null;
            foreach (var e in stream.Events)
            {
                if (!byId.Remove(e.Id, out var stored))
                    return Mismatch(request, $"event {e.Id} was not part of it");
                if (stored.Append != earlier[0].Append || stored.Stream != stream.Stream
                    || (previous is not null && stored.Version != previous.Version.Plus(1)))
                {
                    return Mismatch(request, $"event {e.Id} is stored at {stored.Stream} {stored.Version} by append {stored.Append}");
                }

                if (!HasSameContent(e, stored))
                    return Mismatch(request, $"event {e.Id} is stored with other content");
                first ??= stored;
                previous = stored;
                newest = newest is null || newest.Position < stored.Position ? stored : newest;
            }

            if (first is not null && previous is not null)
                streams.Add(new AppendedStream(stream.Stream, first.Version, previous.Version));
        }

        if (byId.Count > 0 || newest is null)
            return Mismatch(request, $"it held {earlier.Count} events");
        return new AppendOutcome.Appended
        {
            Append = newest.Append,
            Streams = streams,
            Position = newest.Position,
            RecordedAt = newest.RecordedAt,
            IsRepeat = true,
        };
    }

    private static bool HasSameContent(NewEvent asked, RecordedEvent stored) =>
        asked.Type == stored.Type && asked.SchemaVersion == stored.SchemaVersion && asked.Data.Span.SequenceEqual(stored.Data.Span);

    private static AppendOutcome.Refused Mismatch(AppendRequest request, string difference) =>
        new(RefusalReason.IdempotencyMismatch, $"Append {request.Id} repeats ids that are stored with other content: {difference}.");

    private AppendDecision Write(AppendRequest request)
    {
        var events = new List<RecordedEvent>(request.EventCount);
        var streams = new List<AppendedStream>(request.Streams.Count);
        foreach (var stream in request.Streams)
        {
            if (stream.Events.Count == 0)
                continue;
            var state = StateOf(stream.Stream);
            var next = state.Next;
            foreach (var e in stream.Events)
                events.Add(Record(request.Id, stream.Stream, StreamVersion.Of(next++), e));
            streams.Add(new AppendedStream(stream.Stream, StreamVersion.Of(state.Next), StreamVersion.Of(next - 1)));
            _states[stream.Stream] = state with { Next = next };
        }

        foreach (var e in events)
            _events.Add(e.Id, e);
        _appends.Add(request.Id, events);
        return new AppendDecision(events, new AppendOutcome.Appended
        {
            Append = request.Id,
            Streams = streams,
            Position = Last,
            RecordedAt = RecordedAt,
        });
    }

    private RecordedEvent Record(AppendId append, StreamId stream, StreamVersion version, NewEvent e) => new()
    {
        Id = e.Id,
        Stream = stream,
        Version = version,
        Position = FeedPosition.FromStore(++_position),
        Type = e.Type,
        SchemaVersion = e.SchemaVersion,
        Data = e.Data,
        ContentType = e.ContentType,
        RecordedAt = RecordedAt,
        OccurredAt = e.OccurredAt?.ToUniversalTime() ?? RecordedAt,
        Append = append,
        Metadata = e.Metadata,
    };
}

/// <summary>What an <see cref="AppendGroup"/> decided of one append.</summary>
/// <param name="Events">The events to write; empty when nothing is to be written.</param>
/// <param name="Outcome">The outcome, to be told only once the whole group is durable.</param>
public sealed record AppendDecision(IReadOnlyList<RecordedEvent> Events, AppendOutcome Outcome);

/// <summary>The versions of one stream. Versions go on after a deletion, so none is ever used twice.</summary>
/// <param name="Next">The version that the next event gets.</param>
/// <param name="First">The first version that still counts; equal to <paramref name="Next"/> when the stream has no events.</param>
public readonly record struct StreamState(long Next, long First)
{
    /// <summary>The newest version, or null when the stream has no events.</summary>
    public StreamVersion? Head => Next > First ? StreamVersion.Of(Next - 1) : null;
}

/// <summary>What an <see cref="AppendGroup"/> asks about what is durable already.</summary>
public interface IAppendHistory
{
    /// <summary>The state of a stream; <c>default</c> for one that never had events.</summary>
    StreamState FindState(StreamId stream);

    /// <summary>The durable events whose append id is the request's or whose event id is in it; each once, in feed order.</summary>
    IReadOnlyList<RecordedEvent> FindEarlier(AppendRequest request);
}
