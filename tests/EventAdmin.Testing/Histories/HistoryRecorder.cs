using System.Collections.Concurrent;
using System.Diagnostics;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Testing.Histories;

/// <summary>
/// Records what clients ask of a store and are told, in the time of <see cref="Stopwatch.GetTimestamp"/>, which on Linux is one clock for
/// all processes of a machine. Never tries anything again by itself. Thread-safe.
/// </summary>
public sealed class HistoryRecorder
{
    private const int PageEvents = 1000;

    private readonly ConcurrentQueue<AppendAttempt> _appends = new();
    private readonly ConcurrentQueue<ReadAttempt> _reads = new();

    /// <summary>Tries so far.</summary>
    public IReadOnlyCollection<AppendAttempt> Appends => _appends;

    /// <summary>Appends once and records it; a store that throws leaves the append unknown.</summary>
    public async Task<AppendAttempt> AppendAsync(IEventAppender store, int client, AppendRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var invoked = Stopwatch.GetTimestamp();
        AttemptOutcome outcome;
        try
        {
            outcome = OutcomeOf(await store.AppendAsync(request, cancellationToken));
        }
        catch (Exception e) when (e is EventStorageException or OperationCanceledException or TimeoutException)
        {
            outcome = new AttemptOutcome.Unknown();
        }

        return Add(client, request, invoked, Stopwatch.GetTimestamp(), outcome);
    }

    /// <summary>Records a try that another process made.</summary>
    public AppendAttempt Add(int client, AppendRequest request, long invoked, long returned, AttemptOutcome outcome)
    {
        var attempt = Describe(client, request, invoked, returned, outcome);
        _appends.Enqueue(attempt);
        return attempt;
    }

    /// <summary>A try as it is recorded.</summary>
    public static AppendAttempt Describe(int client, AppendRequest request, long invoked, long returned, AttemptOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new AppendAttempt
        {
            Client = client,
            Append = request.Id,
            Streams = [.. request.Streams.Select(stream => new AttemptedStream(stream.Stream, stream.Expected, [.. stream.Events.Select(EventPrint.Of)]))],
            Invoked = invoked,
            Returned = returned,
            Outcome = outcome,
        };
    }

    /// <summary>Records a read that another process made.</summary>
    public void Add(ReadAttempt read) => _reads.Enqueue(read);

    /// <summary>Reads a page of a stream and records it; a read that failed says nothing.</summary>
    public async Task ReadAsync(IEventReader store, int client, StreamRead read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(read);
        var invoked = Stopwatch.GetTimestamp();
        var page = (await store.ReadStreamAsync(read, ReadOptions.Default, cancellationToken)).Value;
        _reads.Enqueue(new ReadAttempt
        {
            Client = client,
            Stream = read.Stream,
            Invoked = invoked,
            Returned = Stopwatch.GetTimestamp(),
            IsStrong = true,
            Length = page.Head?.Last.Value + 1 ?? 0,
            Events = [.. page.Events.Select(e => new SeenEvent(e.Version.Value, EventPrint.Of(e)))],
        });
    }

    /// <summary>Ends the history: reads every stream that it names and every stream that there is, twice.</summary>
    public async Task<History> EndAsync(IEventStorage store, CancellationToken cancellationToken)
    {
        var final = await ReadAllAsync(store, cancellationToken);
        return new History { Appends = [.. _appends], Reads = [.. _reads], Final = final, FinalAgain = await ReadAllAsync(store, cancellationToken) };
    }

    /// <summary>What an answer is worth.</summary>
    public static AttemptOutcome OutcomeOf(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Appended appended => new AttemptOutcome.Ok(appended.Streams.ToDictionary(stream => stream.Stream, stream => stream.First.Value)),
        AppendOutcome.Conflict conflict => new AttemptOutcome.Conflict(conflict.Stream, conflict.Actual?.Value ?? -1, IsCached: false),
        AppendOutcome.Refused refused => new AttemptOutcome.Fail(refused.Reason.ToString()),
        AppendOutcome.Unknown => new AttemptOutcome.Unknown(),
        _ => throw new InvalidOperationException($"Expected a known outcome, found {outcome}."),
    };

    /// <summary>All that a store holds, by the feed.</summary>
    public static async Task<IReadOnlyDictionary<StreamId, IReadOnlyList<StoredEvent>>> ReadAllAsync(IEventReader store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var streams = new Dictionary<StreamId, List<StoredEvent>>();
        FeedPage page;
        var after = FeedPosition.Start;
        do
        {
            page = (await store.ReadFeedAsync(new FeedRead { After = after, CountMax = PageEvents }, ReadOptions.Default, cancellationToken)).Value;
            foreach (var e in page.Events)
            {
                if (!streams.TryGetValue(e.Stream, out var events))
                    streams[e.Stream] = events = [];
                events.Add(new StoredEvent(e.Version.Value, EventPrint.Of(e), e.Append, e.Damage));
            }

            after = page.Next;
        }
        while (!page.IsEnd);
        return streams.ToDictionary(stream => stream.Key, stream => (IReadOnlyList<StoredEvent>)stream.Value);
    }
}
