using EventAdmin.Cql.Primitives;

namespace EventAdmin.Storage.Cassandra.Leases;

/// <summary>
/// The right of one instance to do a piece of work. It says so every two seconds; once that was not acknowledged for four, or another one
/// was seen, it is lost for good. What is written under it carries its epoch, so that a former holder always loses. Thread-safe.
/// </summary>
internal sealed class Lease : IAsyncDisposable
{
    /// <summary>How often it says that its holder works.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Without an acknowledged beat for so long the holder stops; the others wait longer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private readonly LeaseTable _table;
    private readonly string _scope;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _beating;
    private LeaseRow _row;

    private Lease(LeaseTable table, string scope, LeaseRow row, TimeProvider clock)
    {
        _table = table;
        _scope = scope;
        _row = row;
        _clock = clock;
        Epoch = row.Epoch;
        Lost = _lost.Token;
        _beating = BeatAsync(_stopping.Token);
    }

    /// <summary>Higher than that of every holder before.</summary>
    public int Epoch { get; }

    /// <summary>Cancelled when the right is lost.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Takes the lease where it may be claimed; null where it is another one's.</summary>
    /// <param name="table">The leases.</param>
    /// <param name="scope">Which.</param>
    /// <param name="owner">Who asks, by a name that nobody else has.</param>
    /// <param name="watch">What was seen of it before.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="CqlException">The cluster does not answer.</exception>
    public static async Task<Lease?> TryTakeAsync(
        LeaseTable table, string scope, string owner, LeaseWatch watch, TimeProvider clock, CancellationToken cancellationToken)
    {
        var found = await table.FindAsync(scope, cancellationToken).ConfigureAwait(false);
        if (!watch.IsFree(found))
            return null;
        var mine = new LeaseRow(owner, (found?.Epoch ?? 0) + 1, (found?.Beat ?? 0) + 1);
        return await table.TryReplaceAsync(scope, found, mine, cancellationToken).ConfigureAwait(false) ? new Lease(table, scope, mine, clock) : null;
    }

    /// <summary>Stops saying that it is held, and gives it back to whoever waits.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
        if (!Lost.IsCancellationRequested)
        {
            try
            {
                await _table.TryReplaceAsync(_scope, _row, new LeaseRow(Owner: null, Epoch, _row.Beat + 1), CancellationToken.None).ConfigureAwait(false);
            }
            catch (CqlException)
            {
                // The next one waits until the beat has stood still.
            }
        }

        _lost.Dispose();
        _stopping.Dispose();
    }

    private async Task BeatAsync(CancellationToken stopping)
    {
        var acknowledged = _clock.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(Interval, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
                return;
            var asked = _clock.GetTimestamp();
            var answer = await TryBeatAsync(Limit - _clock.GetElapsedTime(acknowledged)).ConfigureAwait(false);
            if (answer == true)
                acknowledged = asked;
            else if (answer == false || _clock.GetElapsedTime(acknowledged) >= Limit)
                break;
        }

        if (!stopping.IsCancellationRequested)
            await _lost.CancelAsync().ConfigureAwait(false);
    }

    // Null when it is not known.
    private async Task<bool?> TryBeatAsync(TimeSpan rest)
    {
        using var limit = new CancellationTokenSource(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, _clock);
        var next = _row with { Beat = _row.Beat + 1 };
        try
        {
            // A beat that was lost may have been written: then the row is that one, and it is gone on from there.
            var found = await _table.TryReplaceAsync(_scope, _row, next, limit.Token).ConfigureAwait(false)
                ? next
                : await _table.FindAsync(_scope, limit.Token).ConfigureAwait(false);
            if (found?.Owner != next.Owner || found?.Epoch != Epoch)
                return false;
            _row = found;
            return found.Beat >= next.Beat ? true : null;
        }
        catch (Exception e) when (e is CqlException or OperationCanceledException)
        {
            return null;
        }
    }
}
