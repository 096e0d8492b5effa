using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Diagnostics;
using EventAdmin.Storage.Cassandra.Rows;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>
/// What every instance does with an append before and after its owner: checks it, puts large data into chunks, asks the owner, and the next
/// one with the same append id, until the deadline; what is unknown then it goes on asking for. Thread-safe.
/// </summary>
internal sealed class ShardAppender : IAsyncDisposable
{
    // Between two tries where nothing tells that the owner has changed.
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ResolveEvery = TimeSpan.FromSeconds(1);

    private readonly OwnerParts _parts;
    private readonly ShardOwner _owner;
    private readonly IShardOwner _asked;
    private readonly EventLimits _limits;
    private readonly PayloadChunks _chunks;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _resolving;

    /// <summary>Asks this instance's part in the shard alone.</summary>
    public ShardAppender(OwnerParts parts, ShardOwner owner, EventLimits limits)
        : this(parts, owner, owner, limits)
    {
    }

    /// <summary>Asks owners.</summary>
    /// <param name="parts">What an owner is made of.</param>
    /// <param name="owner">This instance's part in the shard.</param>
    /// <param name="asked">Who is asked: this instance's part, or what leads on to the owner on another instance.</param>
    /// <param name="limits">What an append may be.</param>
    public ShardAppender(OwnerParts parts, ShardOwner owner, IShardOwner asked, EventLimits limits)
    {
        (_parts, _owner, _asked, _limits) = (parts, owner, asked, limits);
        _chunks = new PayloadChunks(parts.Session, parts.Settings);
        Unknown = new UnknownAppends(parts.Clock);
        _resolving = Task.Run(ResolveAsync);
    }

    /// <summary>What is not known of appends that this instance was asked for.</summary>
    public UnknownAppends Unknown { get; }

    /// <summary>How long a caller waits for an answer at most.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Stores an append, or says why not, or that it is not known.</summary>
    public async Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if ((AppendRules.Check(request, _limits) ?? CheckGroup(request)) is { } refused)
            return refused;
        OwnerAppend append;
        try
        {
            append = await _chunks.WriteAsync(Copy(request), cancellationToken).ConfigureAwait(false);
        }
        catch (CqlException e)
        {
            return new AppendOutcome.Refused(RefusalReason.Busy, $"The append's large data could not be stored, so nothing was: {e.Message}");
        }

        var asked = await AskOwnersAsync<AppendOutcome>(stop => _asked.AppendAsync(append, stop), cancellationToken).ConfigureAwait(false);
        if (asked.IsTold)
            return asked.Value!;
        if (!asked.MayBeDone)
            return new AppendOutcome.Refused(_owner.DegradedReason is null ? RefusalReason.Busy : RefusalReason.Degraded, asked.Reason);
        _parts.Logger.AppendUnknown(request.Id.Value, request.Streams[0].Stream.Value);
        Unknown.Add(append);
        return new AppendOutcome.Unknown(request.Id, request.Streams[0].Stream, PlannedOf(request.Streams[0]));
    }

    /// <summary>Empties streams.</summary>
    /// <exception cref="StoreUnavailableException">It is not known whether they are, or they are not.</exception>
    public async Task<int> DeleteAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken)
    {
        if (streams.Count == 0)
            return 0;
        var asked = await AskOwnersAsync<int>(stop => _asked.DeleteAsync(streams, stop), cancellationToken).ConfigureAwait(false);
        return asked.IsTold ? asked.Value : throw new StoreUnavailableException($"The deletion was not confirmed: {asked.Reason}");
    }

    /// <summary>What became of an append; null when it is not stored.</summary>
    /// <exception cref="StoreUnavailableException">Nobody could say.</exception>
    public async Task<AppendOutcome?> FindOutcomeAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        var asked = await AskOwnersAsync<AppendOutcome?>(stop => _asked.AskAsync(OwnerAppend.Of(request), stop), cancellationToken).ConfigureAwait(false);
        return asked.IsTold ? asked.Value : throw new StoreUnavailableException($"The append's outcome could not be found out: {asked.Reason}");
    }

    /// <summary>Makes an append never happen, if it has not happened. Ask for its outcome afterwards.</summary>
    public Task<AppendOutcome> ForbidAsync(AppendId append, CancellationToken cancellationToken) =>
        AppendAsync(ForbiddenAppends.Forbid(append), cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _resolving.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private bool IsElsewhere => _asked != _owner && _owner.Row is { Address: not null };

    // Data beyond a row's size go into chunks; what is left is bounded by what one frame may hold.
    private AppendOutcome.Refused? CheckGroup(AppendRequest request)
    {
        var bytes = request.Streams.Sum(static stream => stream.Events.Sum(
            static e => AppendRules.SizeOf(e) - e.Data.Length)) + PayloadChunks.InlineAppendBytesMax;
        return bytes > _parts.Settings.GroupBytesMax
            ? new AppendOutcome.Refused(RefusalReason.LimitExceeded, $"The append's metadata take too many bytes: with {PayloadChunks.InlineAppendBytesMax} for data they come to {bytes}; at most {_parts.Settings.GroupBytesMax} are allowed (GroupBytesMax).")
            : null;
    }

    // The caller may use its buffers again once it has stopped waiting, which the owner does not.
    private static AppendRequest Copy(AppendRequest request) => request with
    {
        Streams = [.. request.Streams.Select(static stream => stream with { Events = [.. stream.Events.Select(static e => e with { Data = e.Data.ToArray() })] })],
    };

    private static StreamVersion? PlannedOf(StreamAppend stream) =>
        stream.Expected.ExactVersion?.Plus(1) ?? (stream.Expected == ExpectedVersion.NoStream ? StreamVersion.First : null);

    private async Task<Asked<T>> AskOwnersAsync<T>(Func<CancellationToken, Task<OwnerAnswer<T>>> ask, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, _parts.Timers);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var asked = new Asked<T>(IsTold: false, default, MayBeDone: false, "nobody owns the shard");
        try
        {
            while (true)
            {
                var moved = _owner.Moved;
                var mayBeDone = asked.MayBeDone;
                // Once it is with the owner, a caller that stops waiting does not know.
                asked = asked with { MayBeDone = mayBeDone || _owner.IsServing || IsElsewhere };
                switch (await ask(either.Token).ConfigureAwait(false))
                {
                    case OwnerAnswer<T>.Told told:
                        return new Asked<T>(IsTold: true, told.Value, MayBeDone: true, "");
                    case OwnerAnswer<T>.AskAgain again:
                        asked = asked with { MayBeDone = true, Reason = again.Reason };
                        break;
                    case OwnerAnswer<T>.NotTaken notTaken when _owner.DegradedReason is { } degraded:
                        return asked with { MayBeDone = mayBeDone, Reason = degraded };
                    case OwnerAnswer<T>.NotTaken notTaken:
                        asked = asked with { MayBeDone = mayBeDone, Reason = notTaken.Reason };
                        break;
                }

                await Task.WhenAny(moved, Task.Delay(AskEvery, _parts.Timers, either.Token)).ConfigureAwait(false);
                either.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return asked;
        }
    }

    private async Task ResolveAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(ResolveEvery, _parts.Timers, _stopping.Token).ConfigureAwait(false);
                foreach (var unknown in Unknown.Open)
                {
                    if (await _asked.AskAsync(unknown.Append, _stopping.Token).ConfigureAwait(false) is OwnerAnswer<AppendOutcome?>.Told told)
                        Unknown.Settle(unknown.Append.Request.Id, told.Value);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The store is closing; what is unknown is asked for by whoever has its append id.
        }
    }

    private sealed record Asked<T>(bool IsTold, T? Value, bool MayBeDone, string Reason);
}
