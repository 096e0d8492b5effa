using EventAdmin.Cql.Primitives;
using EventAdmin.Storage.Cassandra.Diagnostics;
using EventAdmin.Storage.Cassandra.Rows;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>Waits until a shard has no owner, or one that stands still, and claims it. One instance's own; not thread-safe.</summary>
internal sealed class ShardClaim(OwnerParts parts)
{
    private readonly ShardSettings _settings = parts.Settings;
    private readonly ShardStore _store = new(parts.Session, parts.Settings);
    private readonly ShardSteps _steps = new(new ShardStore(parts.Session, parts.Settings), parts.Settings, parts.Timers);

    /// <summary>The row as it was last met; null before.</summary>
    public ShardRow? Seen { get; private set; }

    /// <summary>Waits and claims.</summary>
    /// <returns>The row as this instance made it: an exact image.</returns>
    /// <exception cref="ReignEndedException">It can't be claimed.</exception>
    public async Task<ShardRow> WaitAsync(Action<ShardRow> onSeen, CancellationToken cancellationToken)
    {
        var still = new Standstill(parts.Timers);
        for (var failures = 0; ; failures++)
        {
            try
            {
                if (await TryAsync(still, onSeen, cancellationToken).ConfigureAwait(false) is { } claimed)
                    return claimed;
                failures = 0;
            }
            catch (CqlException e)
            {
                if (OutcomeTable.Judge(OwnerStep.Marker, e) == OwnerVerdict.Degrade)
                    throw new ReignEndedException($"the cluster refused to let the shard be claimed: {e.Message}", isDegraded: true, e);
                parts.Logger.ClaimFailed(e, _settings.Shard);
                await _steps.PauseAsync(failures, cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(_settings.WatchEvery, parts.Timers, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ShardRow?> TryAsync(Standstill still, Action<ShardRow> onSeen, CancellationToken cancellationToken)
    {
        if (await _store.ReadShardAsync(cancellationToken).ConfigureAwait(false) is not { } row)
        {
            await _store.CreateShardAsync(cancellationToken).ConfigureAwait(false);
            row = await _store.ReadShardAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new ReignEndedException($"the row of shard {_settings.Shard} could not be made", isDegraded: true);
        }

        Seen = row;
        onSeen(row);
        if (row.Closed is { } closed)
            throw new ReignEndedException($"line {_settings.Line} is closed at number {closed}", isDegraded: true);
        var stillFor = still.Look(row);
        if (row.Owner is { } owner && owner != _settings.Instance && stillFor < _settings.BeatStillAfter)
            return null;
        return await ClaimAsync(row, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ShardRow?> ClaimAsync(ShardRow row, CancellationToken cancellationToken)
    {
        var claimed = row with
        {
            Epoch = row.Epoch + 1,
            Owner = _settings.Instance,
            Address = _settings.Address,
            Beat = row.Beat + 1,
            Reigns = [.. row.Reigns.Skip(Math.Max(0, row.Reigns.Count + 1 - _settings.ReignsMax)), new Reign(row.Epoch + 1, row.Committed + 1)],
        };
        try
        {
            return await _store.ClaimAsync(row, claimed, cancellationToken).ConfigureAwait(false) is null ? claimed : null;
        }
        catch (CqlException e) when (OutcomeTable.Judge(OwnerStep.Marker, e) == OwnerVerdict.AskTheRow)
        {
            // Only this claim makes this epoch this instance's, and it replaced exactly the image that was read.
            var now = await _store.ReadShardAsync(cancellationToken).ConfigureAwait(false);
            return now is not null && now.Epoch == claimed.Epoch && now.Owner == claimed.Owner && now.Beat == claimed.Beat ? claimed : null;
        }
    }

    // For how long the same beat has been seen, by this instance's own clock.
    private sealed class Standstill(TimeProvider timers)
    {
        private (int Epoch, long Beat)? _seen;
        private long _since;

        public TimeSpan Look(ShardRow row)
        {
            if (_seen == (row.Epoch, row.Beat))
                return timers.GetElapsedTime(_since);
            _seen = (row.Epoch, row.Beat);
            _since = timers.GetTimestamp();
            return TimeSpan.Zero;
        }
    }
}
