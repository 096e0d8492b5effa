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
                return new Proving(StreamChecker.Check(log.End(found, found)), reason, ready, Settled: 0);
            }

            var final = await HistoryRecorder.ReadAllAsync(store, cancellationToken);
            var settled = settles ? await SettleAsync(store, log, cancellationToken) : 0;
            if (settled > 0)
                final = await HistoryRecorder.ReadAllAsync(store, cancellationToken);
            var again = await HistoryRecorder.ReadAllAsync(store, cancellationToken);
            return new Proving(StreamChecker.Check(log.End(final, again)), Refused: null, ready, settled);
        }
        catch (StoreUnusableException e)
        {
            return new Proving([], e.Message, Stopwatch.GetElapsedTime(started), Settled: 0);
        }
    }

    private static async Task<int> SettleAsync(SqliteEventStorage store, ClientLog log, CancellationToken cancellationToken)
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

        return open.Count;
    }
}

/// <summary>What a store was worth after something happened to it.</summary>
/// <param name="Violations">Promises that it broke.</param>
/// <param name="Refused">Why it would not serve; null when it did.</param>
/// <param name="Ready">How long it took to open.</param>
/// <param name="Settled">Appends that were not known and then were.</param>
internal sealed record Proving(IReadOnlyList<Violation> Violations, string? Refused, TimeSpan Ready, int Settled);
