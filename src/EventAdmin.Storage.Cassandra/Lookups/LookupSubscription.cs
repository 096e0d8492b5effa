using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Checkpoints;
using EventAdmin.Storage.Cassandra.Diagnostics;
using EventAdmin.Storage.Cassandra.Leases;
using EventAdmin.Storage.Cassandra.Rows;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>
/// Keeps the look-ups up to date: whichever instance holds the lease reads what is committed and writes what it changes. Built anew into the
/// next generation when asked; the old one is read meanwhile. Thread-safe but for <see cref="RunAsync"/>, which runs once.
/// </summary>
internal sealed class LookupSubscription(
    LookupTables tables, ICommittedHistory history, Buckets buckets, CheckpointTable checkpoints, LookupProgress progress, TimeProvider clock, ILogger logger)
{
    private const int NamesAtOnce = 64;
    private const string Name = LookupProgress.Subscription;
    private const string NextName = Name + "/next";
    private const string WantedName = Name + "/wanted";
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooksForWishes = TimeSpan.FromSeconds(5);

    private readonly LeaseTable _leases = new(tables.Store);
    private readonly string _owner = Guid.CreateVersion7(clock.GetUtcNow()).ToString();

    /// <summary>Why it stands still, in words; null while it goes on.</summary>
    public string? Problem { get; private set; }

    /// <summary>Asks whichever instance holds the lease to build everything anew.</summary>
    public async Task RequestRebuildAsync(CancellationToken cancellationToken)
    {
        var state = await progress.FindAsync(cancellationToken).ConfigureAwait(false);
        // The epoch of this row is the generation that is wanted: asking twice is asking once.
        await checkpoints.TakeAsync(WantedName, state.Generation + 1, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes the lease when it is free, and works while it is held, until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var watch = new LeaseWatch(clock);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var lease = await Lease.TryTakeAsync(_leases, Name, _owner, watch, clock, stopping).ConfigureAwait(false);
                if (lease is not null)
                    await ServeAsync(lease, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Stopped, or the lease is another one's now.
            }
            catch (Exception e)
            {
                // Nothing is lost: what was not handled is handled by the next try, here or elsewhere.
                Problem = e.Message;
                logger.LookupsFailed(e);
            }

            await Task.Delay(BeforeNextTry, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(Lease lease, CancellationToken stopping)
    {
        await using var held = lease.ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, lease.Lost);
        var timestamps = new EpochTimestamps(lease.Epoch);
        var current = await TakeAsync(Name, LookupState.Beginning, lease.Epoch, timestamps, either.Token).ConfigureAwait(false);
        logger.LookupsTaken(lease.Epoch, current.State.Point.Seq);
        LookupGeneration? next = null;
        long? looked = null;
        while (true)
        {
            either.Token.ThrowIfCancellationRequested();
            var moved = await current.StepAsync(either.Token).ConfigureAwait(false);
            Problem = null;
            if (moved)
                progress.Moved.Raise();
            if (next is null && (looked is null || clock.GetElapsedTime(looked.Value) >= BetweenLooksForWishes))
            {
                looked = clock.GetTimestamp();
                next = await FindWishAsync(current, lease.Epoch, timestamps, either.Token).ConfigureAwait(false);
            }

            if (next is null)
            {
                if (!moved)
                    await history.WaitAsync(either.Token).ConfigureAwait(false);
                continue;
            }

            if (await next.StepAsync(either.Token).ConfigureAwait(false) || !next.State.Point.Covers(current.State.Point))
                continue;
            current = await SwitchAsync(next, current, (lease.Epoch, timestamps), either.Token).ConfigureAwait(false);
            next = null;
        }
    }

    private async Task<LookupGeneration> TakeAsync(
        string name, LookupState beginning, int epoch, EpochTimestamps timestamps, CancellationToken cancellationToken)
    {
        var checkpoint = await checkpoints.TakeAsync(name, epoch, cancellationToken).ConfigureAwait(false)
            ?? throw new OperationCanceledException($"A later holder has taken '{name}'.");
        var state = checkpoint.Positions.Count == 0 ? beginning : LookupState.Of(checkpoint, history.Shard);
        // What was built towards another generation is of no use.
        if (state.Generation < beginning.Generation)
            state = beginning;
        return new LookupGeneration(name, epoch, state, history, new LookupWriter(tables, buckets, state.Generation, timestamps, clock), checkpoints);
    }

    private async Task<LookupGeneration?> FindWishAsync(LookupGeneration current, int epoch, EpochTimestamps timestamps, CancellationToken cancellationToken)
    {
        var wanted = await checkpoints.FindAsync(WantedName, tables.Store.Levels.Commit, cancellationToken).ConfigureAwait(false);
        if (wanted is null || wanted.Epoch <= current.State.Generation)
            return null;
        logger.LookupsRebuilding(wanted.Epoch);
        return await TakeAsync(NextName, new LookupState(wanted.Epoch, default), epoch, timestamps, cancellationToken).ConfigureAwait(false);
    }

    private async Task<LookupGeneration> SwitchAsync(
        LookupGeneration next, LookupGeneration current, (int Epoch, EpochTimestamps Timestamps) held, CancellationToken cancellationToken)
    {
        await next.PublishAsync(Name, cancellationToken).ConfigureAwait(false);
        logger.LookupsRebuilt(next.State.Generation, next.State.Point.Seq);
        progress.Moved.Raise();
        await RemoveAsync(current.State.Generation, held.Timestamps, cancellationToken).ConfigureAwait(false);
        return await TakeAsync(Name, LookupState.Beginning, held.Epoch, held.Timestamps, cancellationToken).ConfigureAwait(false);
    }

    // What is left of it when this is cut short takes space and is read by nobody.
    private async Task RemoveAsync(int generation, EpochTimestamps timestamps, CancellationToken cancellationToken)
    {
        var timestamp = timestamps.Next();
        foreach (var projection in new[] { CountTable.Categories, CountTable.Types })
        {
            foreach (var part in CountTable.Remove(projection, generation, timestamp))
                await tables.Store.WriteAsync(part, cancellationToken).ConfigureAwait(false);
        }

        var all = tables.Names.ReadAsync(NameTable.All, new NameRange("", To: null), isForward: true, NamesAtOnce, tables.Store.Levels.Commit, cancellationToken);
        await foreach (var names in all.Chunk(NamesAtOnce).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await Task.WhenAll(names.Select(name =>
                tables.Store.WriteAsync(HeadTable.Remove(generation, StreamId.Parse(name), timestamp), cancellationToken))).ConfigureAwait(false);
        }
    }
}
