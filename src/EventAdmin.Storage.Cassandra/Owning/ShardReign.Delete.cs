using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Owning;

// Work that is done alone, when everything before it is in its streams.
internal sealed partial class ShardReign
{
    // A record is written first; the marker commits it; then the streams are told. It takes no number of the log.
    private async Task DeleteAsync(OwnerWork.Delete delete, CancellationToken cancellationToken)
    {
        await FinishIndexingAsync(cancellationToken).ConfigureAwait(false);
        await _decider.LoadHeadsAsync(delete.Streams, cancellationToken).ConfigureAwait(false);
        var emptied = delete.Streams.Distinct().Where(stream => _memory.Find(stream).HasEvents).ToDictionary(stream => stream, stream => _memory.Find(stream).Next);
        if (emptied.Count == 0)
        {
            await FenceAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var deletion = new DeletionRow
            {
                Line = _settings.Line,
                Shard = _settings.Shard,
                Number = _row.Deletions + 1,
                Epoch = _row.Epoch,
                PreviousEpoch = _row.DeletionsEpoch,
                AfterSeq = _row.Committed,
                Streams = emptied,
            };
            await _steps.WriteLogAsync((store, stop) => store.WriteDeletionAsync(deletion, stop), cancellationToken).ConfigureAwait(false);
            await MoveAsync(Next() with { Deletions = deletion.Number, DeletionsEpoch = _row.Epoch }, group: null, cancellationToken).ConfigureAwait(false);
            await IndexDeletionAsync(deletion, cancellationToken).ConfigureAwait(false);
        }

        delete.Tell(emptied.Count);
        _inHand.Remove([delete]);
        _parts.OnIndexed();
    }

    private async Task IndexDeletionAsync(DeletionRow deletion, CancellationToken cancellationToken)
    {
        await _decider.LoadHeadsAsync(deletion.Streams.Keys, cancellationToken).ConfigureAwait(false);
        await _indexer.IndexAsync(deletion, stream => Math.Max(0, _memory.Find(stream).Bucket), cancellationToken).ConfigureAwait(false);
        foreach (var (stream, first) in deletion.Streams)
            _memory.Keep(stream, _memory.Find(stream) with { First = first });
    }

    private async Task AnswerAsync(OwnerWork.Question question, CancellationToken cancellationToken)
    {
        await FinishIndexingAsync(cancellationToken).ConfigureAwait(false);
        var request = question.Request;
        await _decider.LoadHeadsAsync(request.Streams.Select(static stream => stream.Stream), cancellationToken).ConfigureAwait(false);
        var found = _lookup.IsNeeded(request) ? await _lookup.FindAsync(request, _row, cancellationToken).ConfigureAwait(false) : [];
        await FenceAsync(cancellationToken).ConfigureAwait(false);
        question.Tell(found.Count == 0 ? null : AnswerOf(request, found));
        _inHand.Remove([question]);
    }

    // An append that is decided again in a group of its own, in which nothing is new.
    private AppendOutcome AnswerOf(AppendRequest request, IReadOnlyList<RecordedEvent> found) =>
        new AppendGroup(new Stored(_memory, found), FeedPosition.FromStore(_row.Committed), _recordedAt, lookUpAlways: true).Decide(request).Outcome;

    private sealed class Stored(OwnerMemory memory, IReadOnlyList<RecordedEvent> found) : IAppendHistory
    {
        public StreamState FindState(StreamId stream) => memory.Find(stream).State;

        public IReadOnlyList<RecordedEvent> FindEarlier(AppendRequest request) => found;
    }
}
