using EventAdmin.EventSourcing.Diagnostics;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay.Trees;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.EventSourcing.Replay;

public sealed partial class Replayer
{
    private const int ChangesMax = 5000;
    private const int FieldsMax = 50_000;

    /// <summary>What differs between the state at the request's moment and the one at <paramref name="from"/>.</summary>
    public async Task<ReplayChanges> ChangesAsync(
        ReplayRequest request, Moment from, ReadOptions readOptions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var was = await ReplayAsync(request with { Moment = from }, readOptions, cancellationToken).ConfigureAwait(false);
        var now = await ReplayAsync(request, readOptions, cancellationToken).ConfigureAwait(false);
        var diff = (was, now) is (ReplayResult.Replayed left, ReplayResult.Replayed right)
            ? StateDiff.Between(left.State.Json, right.State.Json, request.Reducer.ItemKeys, ChangesMax)
            : null;
        return new ReplayChanges(was, now, diff);
    }

    /// <summary>For each field of the state at the request's moment, the event that last changed it; one pass from the first event.</summary>
    public Task<HistoryResult<FieldBlame>> BlameAsync(
        ReplayRequest request, ReadOptions readOptions, CancellationToken cancellationToken) =>
        WalkAsync(
            request,
            readOptions,
            walked => FieldBlame.Of(walked.Fold.Last?.Version, walked.Walk.Root, request.Reducer.ItemKeys, FieldsMax),
            cancellationToken);

    /// <summary>How much each event up to the request's moment changed; one pass from the first event.</summary>
    public Task<HistoryResult<ChangeMap>> MapChangesAsync(
        ReplayRequest request, ReadOptions readOptions, CancellationToken cancellationToken) =>
        WalkAsync(request, readOptions, walked => walked.Map?.Build() ?? new ChangeMap([]), cancellationToken);

    private async Task<HistoryResult<T>> WalkAsync<T>(
        ReplayRequest request, ReadOptions readOptions, Func<Walked, T> describe, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var reads = new ReadTally();
        var head = reads.Take(await reader.FindHeadAsync(request.Stream, readOptions, cancellationToken).ConfigureAwait(false));
        if (head is null)
            return new HistoryResult<T>.NoSuchStream(request.Stream);

        // A snapshot knows what is, not since when; so these walks begin at the first event.
        var run = new Run(request with { UseSnapshots = false, IncludePrevious = false }, readOptions, head, reads);
        var target = await ResolveAsync(run, request.Moment, cancellationToken).ConfigureAwait(false);
        var fold = StartFold(run, target);
        var map = target is { } last ? new ChangeMapBuilder(head.First, last) : null;
        var walked = new Walked(fold, new ChangeWalk(fold.Reduction), map);
        try
        {
            if (target is { } to)
                await ReadIntoAsync(run, fold, to, walked.After, cancellationToken).ConfigureAwait(false);
            return new HistoryResult<T>.Found(describe(walked), reads.ToSummary());
        }
        catch (ReductionException failure)
        {
            logger.ReducerFailed(failure, KeyOf(request.Reducer), request.Stream, failure.At.Version);
            return new HistoryResult<T>.ReducerFailed(failure.At, failure.Message);
        }
    }

    private sealed record Walked(StreamFold Fold, ChangeWalk Walk, ChangeMapBuilder? Map)
    {
        public void After(RecordedEvent e)
        {
            try
            {
                Map?.Add(e.Version, Walk.After(e.Version.Value));
            }
            catch (Exception exception)
            {
                // As in the fold: the reducer's code wrote its state, and what it throws is an answer about that event.
                throw new ReductionException(e, exception);
            }
        }
    }
}
