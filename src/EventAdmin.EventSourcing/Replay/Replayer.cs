using System.Security.Cryptography;
using System.Text.Json;
using EventAdmin.EventSourcing.Diagnostics;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using Microsoft.Extensions.Logging;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>
/// Folds a stream to a moment. Holds a reader, and snapshots as a cache; nothing that appends and nothing that calls out. Thread-safe.
/// </summary>
public sealed partial class Replayer(
    IEventReader reader, ISnapshotStore snapshots, ReplayOptions options, TimeProvider clock, ILogger<Replayer> logger)
{
    // A snapshot stands at most so many events before the moment it was made for, so that stepping back from there can use it as well.
    private const int SnapshotAlignment = 64;
    private const int RefoldsMax = 3;

    private long _snapshotsRejected;
    private volatile RejectedSnapshot? _newestRejected;

    /// <summary>Snapshots that were thrown away since the program began, since they did not stand for their stream's history.</summary>
    public long SnapshotsRejected => Interlocked.Read(ref _snapshotsRejected);

    /// <summary>The newest of them; null when there is none.</summary>
    public RejectedSnapshot? NewestRejectedSnapshot => _newestRejected;

    /// <summary>The state of a stream at a moment. Cancelling leaves nothing behind.</summary>
    public async Task<ReplayResult> ReplayAsync(ReplayRequest request, ReadOptions readOptions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var reads = new ReadTally();
        var head = reads.Take(await reader.FindHeadAsync(request.Stream, readOptions, cancellationToken).ConfigureAwait(false));
        if (head is null)
            return new ReplayResult.NoSuchStream(request.Stream);

        var run = new Run(request, readOptions, head, reads);
        var target = await ResolveAsync(run, request.Moment, cancellationToken).ConfigureAwait(false);
        try
        {
            var fold = await FoldAsync(run, target, cancellationToken).ConfigureAwait(false);
            await KeepSnapshotAsync(run, fold, cancellationToken).ConfigureAwait(false);
            return new ReplayResult.Replayed(Describe(run, fold));
        }
        catch (ReductionException failure)
        {
            logger.ReducerFailed(failure, KeyOf(request.Reducer), request.Stream, failure.At.Version);
            return await RefoldBeforeAsync(run, failure, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The highest version recorded at or before an instant, found by bisection over single events; null when the stream has no events or
    /// all of them are later.
    /// </summary>
    public async Task<StreamVersion?> FindVersionAsync(
        StreamId stream, DateTimeOffset instant, ReadOptions readOptions, CancellationToken cancellationToken)
    {
        var head = (await reader.FindHeadAsync(stream, readOptions, cancellationToken).ConfigureAwait(false)).Value;
        return head is null ? null : await BisectAsync(head, instant, readOptions, new ReadTally(), cancellationToken).ConfigureAwait(false);
    }

    private async Task<StreamVersion?> ResolveAsync(Run run, Moment moment, CancellationToken cancellationToken)
    {
        var head = run.Head;
        switch (moment)
        {
            case Moment.Newest:
                return head.Last;
            case Moment.BeforeFirst:
                return null;
            case Moment.AtVersion at:
                return at.Version < head.First ? null : at.Version > head.Last ? head.Last : at.Version;
            case Moment.AtRecorded at:
                return await BisectAsync(head, at.Instant, run.ReadOptions, run.Reads, cancellationToken).ConfigureAwait(false);
            case Moment.AtOccurred at:
                return await FindLastOccurredAsync(run, at.Instant, cancellationToken).ConfigureAwait(false);
            default:
                throw new InvalidOperationException($"Expected a known kind of moment, found {moment.GetType().Name}.");
        }
    }

    private async Task<StreamVersion?> BisectAsync(
        StreamHead head, DateTimeOffset instant, ReadOptions readOptions, ReadTally reads, CancellationToken cancellationToken)
    {
        if (head.LastAt <= instant)
            return head.Last;
        // Recorded times never decrease along a stream: everything below 'low' is early enough, everything from 'high' on is too late.
        var (low, high) = (head.First.Value, head.Last.Value);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var read = new StreamRead { Stream = head.Stream, From = StreamVersion.Of(middle), CountMax = 1 };
            var page = reads.Take(await reader.ReadStreamAsync(read, readOptions, cancellationToken).ConfigureAwait(false));
            if (page.Events is [{ } e] && e.RecordedAt <= instant)
                low = middle + 1;
            else
                high = middle;
        }

        return low == head.First.Value ? null : StreamVersion.Of(low - 1);
    }

    // Occurred times are in no order, so the last event that counts is looked for from the newest on back; all after it occurred later.
    private async Task<StreamVersion?> FindLastOccurredAsync(Run run, DateTimeOffset instant, CancellationToken cancellationToken)
    {
        StreamVersion? from = run.Head.Last;
        while (from is not null)
        {
            var read = new StreamRead
            {
                Stream = run.Request.Stream,
                From = from,
                Direction = ReadDirection.Backward,
                CountMax = options.PageSize,
            };
            var page = run.Reads.Take(await reader.ReadStreamAsync(read, run.ReadOptions, cancellationToken).ConfigureAwait(false));
            if (page.Events.FirstOrDefault(e => e.OccurredAt <= instant) is { } last)
                return last.Version;
            from = page.Next;
        }

        return null;
    }

    private async Task<StreamFold> FoldAsync(Run run, StreamVersion? target, CancellationToken cancellationToken)
    {
        if (target is not { } to)
            return StartFold(run, to: null);
        var fold = await StartFromSnapshotAsync(run, to, cancellationToken).ConfigureAwait(false) ?? StartFold(run, to);
        await ReadIntoAsync(run, fold, to, afterFolded: null, cancellationToken).ConfigureAwait(false);
        return fold;
    }

    private StreamFold StartFold(Run run, StreamVersion? to)
    {
        var first = run.Head.First;
        var occurredBy = (run.Request.Moment as Moment.AtOccurred)?.Instant;
        return new StreamFold(run.Request.Reducer.Start(null), first)
        {
            OccurredBy = occurredBy,
            SnapshotAt = to is { } version && occurredBy is null && run.Request.UseSnapshots ? SnapshotPlaceOf(first, version) : null,
            PreviousOf = run.Request.IncludePrevious ? to : null,
        };
    }

    private StreamVersion? SnapshotPlaceOf(StreamVersion from, StreamVersion to)
    {
        if (to.Value - from.Value + 1 < options.SnapshotAfterEvents)
            return null;
        var alignment = Math.Min(SnapshotAlignment, options.SnapshotAfterEvents);
        var aligned = ((to.Value + 1) / alignment * alignment) - 1;
        return StreamVersion.Of(Math.Max(aligned, from.Value));
    }

    private async Task ReadIntoAsync(
        Run run, StreamFold fold, StreamVersion to, Action<RecordedEvent>? afterFolded, CancellationToken cancellationToken)
    {
        while (fold.Next <= to)
        {
            var from = fold.Next;
            var count = (int)Math.Min(options.PageSize, to.Value - from.Value + 1);
            var read = new StreamRead { Stream = run.Request.Stream, From = from, CountMax = count };
            var page = run.Reads.Take(await reader.ReadStreamAsync(read, run.ReadOptions, cancellationToken).ConfigureAwait(false));
            foreach (var e in page.Events)
            {
                if (fold.Apply(e))
                    afterFolded?.Invoke(e);
            }

            // A page of many small events is folded without a single wait, so this is where a long fold can be cancelled.
            cancellationToken.ThrowIfCancellationRequested();
            if (page.Events.Count == 0)
                throw new StoreUnavailableException($"Expected '{run.Request.Stream}' to go on at {from}, as its head said, found no event there.");
        }
    }

    private async Task<StreamFold?> StartFromSnapshotAsync(Run run, StreamVersion to, CancellationToken cancellationToken)
    {
        var request = run.Request;
        if (!request.UseSnapshots || request.Moment is Moment.AtOccurred)
            return null;
        var snapshot = await snapshots.FindSnapshotAsync(request.Stream, KeyOf(request.Reducer), cancellationToken).ConfigureAwait(false);
        if (snapshot is null || snapshot.Version > to || (request.IncludePrevious && snapshot.Version == to))
            return null;

        var read = new StreamRead { Stream = request.Stream, From = snapshot.Version, CountMax = 1 };
        var page = run.Reads.Take(await reader.ReadStreamAsync(read, run.ReadOptions, cancellationToken).ConfigureAwait(false));
        var at = page.Events is [{ } e] && e.Version == snapshot.Version ? e : null;
        if (FindFault(snapshot, at) is not { } fault)
        {
            if (TryStart(request.Reducer, snapshot.State, out var reduction))
            {
                var next = snapshot.Version.Plus(1);
                return new StreamFold(reduction, next)
                {
                    SnapshotUsed = snapshot.Version,
                    Last = at,
                    SnapshotAt = SnapshotPlaceOf(next, to),
                    PreviousOf = request.IncludePrevious ? to : null,
                };
            }

            fault = "the reducer can't read its state";
        }

        run.SnapshotRejected = $"the snapshot at {snapshot.Version} was thrown away: {fault}";
        _newestRejected = new RejectedSnapshot(request.Stream, snapshot.Reducer, snapshot.Version, fault, clock.GetUtcNow());
        Interlocked.Increment(ref _snapshotsRejected);
        logger.SnapshotRejected(request.Stream, snapshot.Reducer, snapshot.Version, fault);
        await snapshots.DeleteSnapshotAsync(request.Stream, snapshot.Reducer, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static string? FindFault(Snapshot snapshot, RecordedEvent? at)
    {
        if (!snapshot.StateHash.Span.SequenceEqual(SHA256.HashData(snapshot.State.Span)))
            return "its state does not have its hash";
        if (at is null)
            return "the stream has no event at its version";
        if (at.Id != snapshot.EventId)
            return $"the stream holds event {at.Id} at its version, not {snapshot.EventId}";
        return at.History == snapshot.History ? null : "the stream has another history up to its version";
    }

    private static bool TryStart(IReducer reducer, ReadOnlyMemory<byte> state, out IReduction reduction)
    {
        try
        {
            reduction = reducer.Start(state);
            return true;
        }
        catch (JsonException)
        {
            // A state that can't be read is as good as none.
            reduction = reducer.Start(null);
            return false;
        }
    }

    private async Task KeepSnapshotAsync(Run run, StreamFold fold, CancellationToken cancellationToken)
    {
        if (fold is not { SnapshotJson: { } json, SnapshotEvent: { } e } || json.Length > options.SnapshotBytesMax)
            return;
        var snapshot = new Snapshot
        {
            Stream = run.Request.Stream,
            Reducer = KeyOf(run.Request.Reducer),
            Version = e.Version,
            EventId = e.Id,
            History = e.History,
            State = json,
            StateHash = SHA256.HashData(json.Span),
            TakenAt = clock.GetUtcNow(),
        };
        try
        {
            await snapshots.SaveSnapshotAsync(snapshot, cancellationToken).ConfigureAwait(false);
        }
        catch (EventStorageException exception)
        {
            logger.SnapshotNotKept(exception, snapshot.Stream, snapshot.Reducer, snapshot.Version);
        }
    }

    private async Task<ReplayResult> RefoldBeforeAsync(Run run, ReductionException failure, CancellationToken cancellationToken)
    {
        // The reduction that threw may have changed its state halfway, so the state before is folded afresh.
        var at = failure.At;
        for (var refolds = 0; refolds < RefoldsMax; refolds++)
        {
            try
            {
                var before = at.Version == run.Head.First ? (StreamVersion?)null : StreamVersion.Of(at.Version.Value - 1);
                var fold = await FoldAsync(run, before, cancellationToken).ConfigureAwait(false);
                return new ReplayResult.ReducerFailed(Describe(run, fold), failure.At, failure.Message);
            }
            catch (ReductionException earlier)
            {
                at = earlier.At;
            }
        }

        return new ReplayResult.ReducerFailed(Describe(run, StartFold(run, to: null)), failure.At, failure.Message);
    }

    private ReplayedState Describe(Run run, StreamFold fold)
    {
        var json = ToJson(fold);
        var request = run.Request;
        return new ReplayedState
        {
            Stream = request.Stream,
            Asked = request.Moment,
            Json = json,
            Version = fold.Last?.Version,
            Event = fold.Last,
            Head = run.Head,
            PreviousJson = fold.PreviousJson,
            EventsFolded = fold.Folded,
            UnknownTypes = fold.UnknownTypes,
            Unreadable = fold.Unreadable,
            OccurredLater = request.Moment is Moment.AtOccurred ? fold.OccurredLater + run.Head.Last.Value - (fold.Next.Value - 1) : 0,
            SnapshotUsed = fold.SnapshotUsed,
            SnapshotRejected = run.SnapshotRejected,
            Reducer = request.Reducer.Name,
            ReducerVersion = request.Reducer.Version,
            ReducerCodeHash = request.Reducer.CodeHash,
            Fingerprint = StateFingerprint.Of(json, options.FingerprintKey.Span),
            Reads = run.Reads.ToSummary(),
        };
    }

    private static ReadOnlyMemory<byte> ToJson(StreamFold fold)
    {
        try
        {
            return fold.Reduction.ToJson();
        }
        catch (Exception exception) when (fold.Last is not null)
        {
            // As in the fold: somebody's code, and an answer about the last event.
            throw new ReductionException(fold.Last, exception);
        }
    }

    private static string KeyOf(IReducer reducer) => $"{reducer.Name}@{reducer.Version}";

    private sealed record Run(ReplayRequest Request, ReadOptions ReadOptions, StreamHead Head, ReadTally Reads)
    {
        public string? SnapshotRejected { get; set; }
    }
}
