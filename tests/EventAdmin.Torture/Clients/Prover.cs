using System.Diagnostics;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Testing.Histories;

namespace EventAdmin.Torture.Clients;

/// <summary>Opens a store after something happened to it, settles what is not known by asking again, and holds it against what clients were told.</summary>
internal static class Prover
{
    public static async Task<Proving> ProveAsync(string path, ClientLog log, bool settles, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await using var store = TortureStore.Open(path);
            var ready = Stopwatch.GetElapsedTime(started);
            if (store.Health.DegradedReason is { } reason)
            {
                // It says that it can't prove what it holds, and is held to it all the same.
                var found = await HistoryRecorder.ReadAllAsync(store, cancellationToken);
                var unproven = log.End(found, found);
                return new Proving(StreamChecker.Check(unproven), unproven, reason, ready);
            }

            var final = await HistoryRecorder.ReadAllAsync(store, cancellationToken);
            var stored = settles ? final.Values.SelectMany(events => events).Select(e => e.Append).ToHashSet() : [];
            var open = settles ? await SettleAsync(store, log, cancellationToken) : [];
            if (open.Count > 0)
                final = await HistoryRecorder.ReadAllAsync(store, cancellationToken);
            var again = await HistoryRecorder.ReadAllAsync(store, cancellationToken);
            var history = log.End(final, again);
            return new Proving(StreamChecker.Check(history), history, Refused: null, ready) { Settled = open.Count, FoundStored = open.Count(stored.Contains) };
        }
        catch (StoreUnusableException e)
        {
            return new Proving([], log.End(Nothing, Nothing), e.Message, Stopwatch.GetElapsedTime(started));
        }
    }

    private static readonly Dictionary<StreamId, IReadOnlyList<StoredEvent>> Nothing = [];

    private static async Task<IReadOnlyList<AppendId>> SettleAsync(SqliteEventStorage store, ClientLog log, CancellationToken cancellationToken)
    {
        var known = log.Appends.Where(attempt => attempt.Outcome is not AttemptOutcome.Unknown).Select(attempt => attempt.Append).ToHashSet();
        var open = log.Appends.Where(attempt => !known.Contains(attempt.Append)).DistinctBy(attempt => attempt.Append).ToList();
        foreach (var attempt in open)
        {
            var invoked = Stopwatch.GetTimestamp();
            var request = log.RequestOf(attempt.Append);
            var outcome = HistoryRecorder.OutcomeOf(await store.AppendAsync(request, cancellationToken));
            log.AddAttempt(attempt with { Invoked = invoked, Returned = Stopwatch.GetTimestamp(), Outcome = outcome });
        }

        return [.. open.Select(attempt => attempt.Append)];
    }
}

/// <summary>What a store was worth after something happened to it.</summary>
/// <param name="Violations">Promises that it broke.</param>
/// <param name="History">What was asked and answered, and what it held.</param>
/// <param name="Refused">Why it would not serve; null when it did.</param>
/// <param name="Ready">How long it took to open.</param>
internal sealed record Proving(IReadOnlyList<Violation> Violations, History History, string? Refused, TimeSpan Ready)
{
    /// <summary>Appends of which nobody knew and then it was known.</summary>
    public int Settled { get; init; }

    /// <summary>How many of them had been stored.</summary>
    public int FoundStored { get; init; }
}
