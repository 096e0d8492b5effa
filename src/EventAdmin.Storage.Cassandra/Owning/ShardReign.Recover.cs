using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Diagnostics;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Owning;

// What a new owner does before it serves, so that what was committed before it is where it belongs.
internal sealed partial class ShardReign
{
    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        var (first, committed) = (_row.Indexed + 1, _row.Committed);
        if (committed > 0)
            await RecoverLogAsync(first, committed, cancellationToken).ConfigureAwait(false);
        _indexed = committed;
        await RecoverDeletionAsync(cancellationToken).ConfigureAwait(false);
        await LoadForbiddenAsync(cancellationToken).ConfigureAwait(false);
        _parts.Logger.ShardOwned(_settings.Shard, _settings.Line, _row.Epoch, committed, committed - first + 1);
    }

    private async Task RecoverLogAsync(long first, long committed, CancellationToken cancellationToken)
    {
        // The last frame is read also when nothing is to be done: it holds the exact time, and the chain must lead to the marker.
        var (row, frame) = first > committed
            ? await _log.ReadHoldingAsync(committed, _row, cancellationToken).ConfigureAwait(false)
            : await _log.ReadFromAsync(first, _row, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            if (row.First >= first && _settings.Rules.TakeOverIndexes)
                await _indexer.IndexAsync(frame, cancellationToken).ConfigureAwait(false);
            _recordedAt = frame.Events[^1].RecordedAt;
            if (row.Last >= committed)
                break;
            var before = row.Hash;
            (row, frame) = await _log.ReadFromAsync(row.Last + 1, _row, cancellationToken).ConfigureAwait(false);
            if (row.Previous != before && _settings.Rules.ReignsDecide)
                throw Broken(row.First, "does not go on from the frame before it");
        }

        if ((row.Last != committed || row.Hash != _row.TailHash) && _settings.Rules.ReignsDecide)
            throw Broken(row.Last, "is not the one that the marker stands at");
    }

    private ReignEndedException Broken(long number, string damage) => new(
        $"the frame with number {number} of shard {_settings.Shard} of line {_settings.Line} {damage}", isDegraded: true);

    // At most the newest can be committed and not yet in its streams.
    private async Task RecoverDeletionAsync(CancellationToken cancellationToken)
    {
        if (_row.Deletions == 0)
            return;
        var deletion = await _steps.ReadAsync((store, stop) => store.FindDeletionAsync(_row.Deletions, _row.DeletionsEpoch, stop), cancellationToken).ConfigureAwait(false)
            ?? throw new ReignEndedException($"deletion {_row.Deletions} of epoch {_row.DeletionsEpoch} is committed and missing", isDegraded: true);
        await IndexDeletionAsync(deletion, cancellationToken).ConfigureAwait(false);
        // Heads that were loaded for it were read before it was written.
        foreach (var stream in deletion.Streams.Keys)
            _memory.Forget(stream);
    }

    private async Task LoadForbiddenAsync(CancellationToken cancellationToken)
    {
        var since = _parts.Clock.GetUtcNow() - _settings.ForbiddenFor;
        var known = await _heads.LoadAsync(ForbiddenAppends.Stream, cancellationToken).ConfigureAwait(false);
        for (var bucket = known.Bucket; bucket >= 0; bucket--)
        {
            var events = await _steps.ReadAsync((store, stop) => store.ReadEventsBackAsync(ForbiddenAppends.Stream, bucket, stop), cancellationToken).ConfigureAwait(false);
            foreach (var e in events)
            {
                if (e.RecordedAt < since)
                    return;
                if (ForbiddenAppends.Of(e.Stream, e.Type, e.Data) is { } never)
                    _memory.Forbid(never, e.RecordedAt);
            }
        }
    }
}
