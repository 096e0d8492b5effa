using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Diagnostics;
using EventAdmin.Storage.Cassandra.Rows;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>
/// This instance's part in a shard: it waits for the shard, owns it, and after the end of a reign waits again. Between reigns it takes
/// nothing. Thread-safe.
/// </summary>
internal sealed class ShardOwner : IShardOwner, IAsyncDisposable
{
    private readonly OwnerParts _parts;
    private readonly FeedSignal _moved = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _killed = new();
    private volatile ShardReign? _reign;
    private volatile ShardRow? _seen;
    private volatile string? _degraded;
    private Task _run = Task.CompletedTask;

    public ShardOwner(OwnerParts parts) => _parts = parts;

    /// <summary>Why the shard can't be owned by this instance until somebody mends it; null when nothing is wrong.</summary>
    public string? DegradedReason => _degraded;

    /// <summary>True while this instance takes appends.</summary>
    public bool IsServing => _reign is not null;

    /// <summary>The shard's row as this instance last wrote or met it; null before.</summary>
    public ShardRow? Row => _reign?.Row ?? _seen;

    /// <summary>A task that ends when it next begins or stops to serve, or meets another owner.</summary>
    public Task Moved => _moved.Next;

    /// <summary>Begins.</summary>
    public void Start() => _run = _parts.IsInline ? RunAsync() : Task.Run(RunAsync);

    /// <inheritdoc />
    public Task<OwnerAnswer<AppendOutcome>> AppendAsync(OwnerAppend append, CancellationToken cancellationToken) =>
        TakeAsync(new OwnerWork.Append(append), cancellationToken);

    /// <inheritdoc />
    public Task<OwnerAnswer<int>> DeleteAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken) =>
        TakeAsync(new OwnerWork.Delete(streams), cancellationToken);

    /// <inheritdoc />
    public Task<OwnerAnswer<AppendOutcome?>> AskAsync(OwnerAppend append, CancellationToken cancellationToken) =>
        TakeAsync(new OwnerWork.Question(append), cancellationToken);

    /// <summary>Ends a reign in order, so that the next owner can claim at once.</summary>
    public async Task StopAsync()
    {
        BeginStop();
        await _run.ConfigureAwait(false);
    }

    /// <summary>Ends everything at once, as a crash would.</summary>
    public Task KillAsync()
    {
        BeginStop();
        End(_killed);
        return _run;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // A cluster that does not answer must not keep the program from ending.
        _killed.CancelAfter(_parts.Settings.GroupDeadline);
        await StopAsync().ConfigureAwait(false);
        _stopping.Dispose();
        _killed.Dispose();
    }

    /// <summary>Puts work into the queue of the reign; for simulations, which look at the answer without waiting.</summary>
    public OwnerAnswer<T>.NotTaken? TryTake<T>(OwnerWork.Asked<T> work)
    {
        if (_reign is { } reign)
            return reign.TryTake(work) ? null : NotTaken<T>("The owner of the shard has no room.");
        return NotTaken<T>(_degraded ?? "This instance does not own the shard.");
    }

    /// <summary>Takes nothing more; <see cref="StopAsync"/> waits for the end.</summary>
    public void BeginStop()
    {
        End(_stopping);
        _reign?.Close();
    }

    // On this thread, whose next step must find it done.
    private static void End(CancellationTokenSource source) => source.Cancel();

    private async Task<OwnerAnswer<T>> TakeAsync<T>(OwnerWork.Asked<T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return TryTake(work) ?? await work.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private OwnerAnswer<T>.NotTaken NotTaken<T>(string reason) => new(reason, _seen?.Owner, _seen?.Address);

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await ReignOnceAsync().ConfigureAwait(false);
                continue;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (ReignEndedException e)
            {
                _parts.Logger.ReignEnded(e, _parts.Settings.Shard, e.Message);
                _degraded = e.IsDegraded ? $"The shard can't be owned: {e.Message}." : null;
            }
            catch (Exception e)
            {
                // Without this loop nobody would ever own the shard again: it goes on, and says what it met.
                _parts.Logger.ReignEnded(e, _parts.Settings.Shard, e.Message);
                _degraded = $"The owner met what should not exist: {e.Message}.";
            }

            if (!await PauseAsync().ConfigureAwait(false))
                return;
        }
    }

    private async Task ReignOnceAsync()
    {
        var claimed = await new ShardClaim(_parts).WaitAsync(See, _stopping.Token).ConfigureAwait(false);
        var reign = new ShardReign(_parts, claimed);
        try
        {
            await reign.RunAsync(() => Serve(reign), _killed.Token).ConfigureAwait(false);
        }
        finally
        {
            _seen = reign.Row;
            _reign = null;
            _moved.Raise();
        }
    }

    private void See(ShardRow row)
    {
        var isNews = _seen is null || _seen.Epoch != row.Epoch || _seen.Owner != row.Owner;
        _seen = row;
        if (isNews)
            _moved.Raise();
    }

    private void Serve(ShardReign reign)
    {
        _degraded = null;
        _reign = reign;
        // Whoever stops looks at the reign after saying so, and this looks after showing it: one of them closes it.
        if (_stopping.IsCancellationRequested)
            reign.Close();
        _moved.Raise();
    }

    private async Task<bool> PauseAsync()
    {
        try
        {
            var pause = _degraded is null ? _parts.Settings.WatchEvery : _parts.Settings.PauseDegraded;
            await Task.Delay(pause, _parts.Timers, _stopping.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
