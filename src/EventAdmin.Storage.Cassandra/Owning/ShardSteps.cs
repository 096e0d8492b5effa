using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>An owner's statements sent until they are done: what is harmless to repeat is repeated, what is not is settled. Thread-safe.</summary>
internal sealed class ShardSteps(ShardStore store, ShardSettings settings, TimeProvider timers)
{
    private const int PauseDoublingsMax = 4;

    /// <summary>Reads, again and again until it is answered or the deadline is over.</summary>
    public Task<T> ReadAsync<T>(Func<ShardStore, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        RepeatAsync(OwnerStep.Read, read, failuresMax: int.MaxValue, cancellationToken);

    /// <summary>Writes into the log, the same bytes again until they are acknowledged or the group's deadline is over.</summary>
    public Task WriteLogAsync(Func<ShardStore, CancellationToken, Task> write, CancellationToken cancellationToken) =>
        RepeatAsync(OwnerStep.Frame, NoResult(write), failuresMax: int.MaxValue, cancellationToken);

    /// <summary>Writes what is committed to where it is read, again until it is acknowledged or has failed too often.</summary>
    public Task WriteIndexAsync(Func<ShardStore, CancellationToken, Task> write, CancellationToken cancellationToken) =>
        RepeatAsync(OwnerStep.Index, NoResult(write), settings.IndexFailuresMax, cancellationToken);

    /// <summary>Replaces one image of the shard's row by the next, as its owner, and knows at the end that it did.</summary>
    /// <exception cref="ReignEndedException">Another owner reigns, or what became of it can't be found out in time.</exception>
    public async Task MoveMarkerAsync(ShardRow from, ShardRow to, CancellationToken cancellationToken)
    {
        var started = timers.GetTimestamp();
        for (var failures = 0; ; failures++)
        {
            try
            {
                if (await store.MoveMarkerAsync(from, to, cancellationToken).ConfigureAwait(false) is not { } met || IsOurs(met, to))
                    return;
                throw Deposed(met.Epoch, to);
            }
            catch (CqlException e)
            {
                var verdict = JudgeOrThrow(OwnerStep.Marker, e);
                if (timers.GetElapsedTime(started) > settings.BeatLateAfter)
                    throw new ReignEndedException($"the marker was not acknowledged for {settings.BeatLateAfter}", isDegraded: false, e);
                if (!settings.Rules.SettlesUnknownMarkers)
                    throw new UnsettledMarkerException(e);
                if (verdict == OwnerVerdict.AskTheRow && await IsMovedAsync(from, to, cancellationToken).ConfigureAwait(false))
                    return;
            }

            await PauseAsync(failures, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The pause after failures.</summary>
    public Task PauseAsync(int failures, CancellationToken cancellationToken) =>
        Task.Delay(settings.PauseFirst * (1 << Math.Min(failures, PauseDoublingsMax)), timers, cancellationToken);

    // True when it has moved, by an earlier try; false when it still stands where it stood.
    private async Task<bool> IsMovedAsync(ShardRow from, ShardRow to, CancellationToken cancellationToken)
    {
        var row = await ReadAsync(static (store, stop) => store.ReadShardAsync(stop), cancellationToken).ConfigureAwait(false);
        if (row is null || row.Epoch != to.Epoch)
            throw Deposed(row?.Epoch, to);
        if (IsOurs(new MetRow(row.Epoch, row.Committed, row.Beat), to))
            return true;
        return row.Beat == from.Beat || !settings.Rules.MarkerNeedsItsPlace
            ? false
            : throw new ReignEndedException($"the marker stands at {row.Committed}, beat {row.Beat}, which this owner did not write", isDegraded: false);
    }

    // Only the owner of an epoch writes its beats, so what has our epoch and our beat is ours.
    private bool IsOurs(MetRow met, ShardRow to) =>
        settings.Rules.MarkerNeedsTheEpoch
            ? met.Epoch == to.Epoch && (met.Committed ?? to.Committed) == to.Committed && (met.Beat ?? to.Beat) == to.Beat
            : met.Committed == to.Committed;

    private static ReignEndedException Deposed(int? epoch, ShardRow to) =>
        new($"epoch {epoch} reigns over shard {to.Shard} of line {to.Line}, and no longer epoch {to.Epoch}", isDegraded: false);

    private async Task<T> RepeatAsync<T>(OwnerStep step, Func<ShardStore, CancellationToken, Task<T>> run, int failuresMax, CancellationToken cancellationToken)
    {
        var started = timers.GetTimestamp();
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await run(store, cancellationToken).ConfigureAwait(false);
            }
            catch (CqlException e)
            {
                JudgeOrThrow(step, e);
                if (step != OwnerStep.Index && timers.GetElapsedTime(started) > settings.GroupDeadline)
                    throw new ReignEndedException($"a statement ({step}) was not answered within {settings.GroupDeadline}", isDegraded: false, e);
                if (failures + 1 >= failuresMax)
                    throw new ReignEndedException($"what is committed could not be written into its streams in {failuresMax} tries", isDegraded: false, e);
            }
            catch (Exception e) when (e is FormatException or EventStorageException)
            {
                throw new ReignEndedException($"what was read can't be what was written: {e.Message}", isDegraded: true, e);
            }

            await PauseAsync(failures, cancellationToken).ConfigureAwait(false);
        }
    }

    private static OwnerVerdict JudgeOrThrow(OwnerStep step, CqlException failure)
    {
        var verdict = OutcomeTable.Judge(step, failure);
        return verdict == OwnerVerdict.Degrade
            ? throw new ReignEndedException($"the cluster refused a statement ({step}): {failure.Message}", isDegraded: true, failure)
            : verdict;
    }

    private static Func<ShardStore, CancellationToken, Task<bool>> NoResult(Func<ShardStore, CancellationToken, Task> write) => async (store, stop) =>
    {
        await write(store, stop).ConfigureAwait(false);
        return true;
    };
}

/// <summary>A marker of which nothing is known and that is not asked for; only where a test took that rule away.</summary>
internal sealed class UnsettledMarkerException(Exception innerException) : Exception("The marker's fate is not known.", innerException);
