using System.Collections.Concurrent;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>The appends of this instance whose outcome was not known when their callers had to be told. Thread-safe.</summary>
internal sealed class UnknownAppends(TimeProvider clock)
{
    private const int SettledMax = 256;

    private readonly ConcurrentDictionary<AppendId, UnknownAppend> _open = new();
    private readonly ConcurrentQueue<UnknownAppend> _settled = new();

    /// <summary>Those that are not settled, the oldest first.</summary>
    public IReadOnlyList<UnknownAppend> Open => [.. _open.Values.OrderBy(static append => append.Since)];

    /// <summary>Those that were settled last, the newest first.</summary>
    public IReadOnlyList<UnknownAppend> Settled => [.. _settled.Reverse()];

    public void Add(OwnerAppend append) => _open.TryAdd(append.Request.Id, new UnknownAppend(append, clock.GetUtcNow(), Outcome: null, SettledAt: null));

    /// <summary>Settles one.</summary>
    /// <param name="append">Its id.</param>
    /// <param name="outcome">What it was answered with; null when it is not stored.</param>
    public void Settle(AppendId append, AppendOutcome? outcome)
    {
        if (!_open.TryRemove(append, out var unknown))
            return;
        _settled.Enqueue(unknown with { Outcome = outcome, SettledAt = clock.GetUtcNow() });
        while (_settled.Count > SettledMax && _settled.TryDequeue(out _))
        {
            // The oldest make room.
        }
    }
}

/// <summary>An append whose outcome was not known.</summary>
/// <param name="Append">The append.</param>
/// <param name="Since">When its caller was told so, in UTC.</param>
/// <param name="Outcome">What became of it; null while it is not settled, and when it is not stored.</param>
/// <param name="SettledAt">When it was settled, in UTC; null while it is not.</param>
internal sealed record UnknownAppend(OwnerAppend Append, DateTimeOffset Since, AppendOutcome? Outcome, DateTimeOffset? SettledAt);
