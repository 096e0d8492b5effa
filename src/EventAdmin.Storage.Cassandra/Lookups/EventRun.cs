using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>
/// Events of one stream and one append that have a key and follow each other, in the stream and in the feed: one row of a look-up. An append
/// of many events of one type is one row.
/// </summary>
/// <param name="Kind">What it is found by.</param>
/// <param name="Key">The key.</param>
/// <param name="Position">Where its first event stands.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Version">The version of its first event.</param>
/// <param name="Count">How many there are.</param>
internal sealed record EventRun(LookupKind Kind, string Key, long Position, StreamId Stream, long Version, short Count)
{
    /// <summary>No run is longer.</summary>
    public const int CountMax = 1024;

    /// <summary>The runs of events in feed order.</summary>
    public static IReadOnlyList<EventRun> Of(IEnumerable<StoredEvent> events)
    {
        var runs = new List<EventRun>();
        var open = new Dictionary<(LookupKind Kind, string Key), EventRun>();
        var append = default(AppendId);
        foreach (var e in events)
        {
            if (e.Append != append)
                Close(open, runs);
            append = e.Append;
            foreach (var (kind, key) in KeysOf(e))
            {
                if (open.TryGetValue((kind, key), out var run) && run.IsFollowedBy(e))
                {
                    open[(kind, key)] = run with { Count = (short)(run.Count + 1) };
                    continue;
                }

                if (run is not null)
                    runs.Add(run);
                open[(kind, key)] = new EventRun(kind, key, e.Seq, e.Stream, e.Version, Count: 1);
            }
        }

        Close(open, runs);
        return runs;
    }

    /// <summary>The key of an append.</summary>
    public static string KeyOf(AppendId append) => append.Value.ToString("N");

    private bool IsFollowedBy(StoredEvent e) => e.Stream == Stream && e.Seq == Position + Count && e.Version == Version + Count && Count < CountMax;

    private static IEnumerable<(LookupKind Kind, string Key)> KeysOf(StoredEvent e)
    {
        yield return (LookupKind.Type, e.Type);
        yield return (LookupKind.Append, KeyOf(e.Append));
        if (e.CorrelationId is { } correlation)
            yield return (LookupKind.Correlation, correlation);
        if (e.CausationId is { } causation)
            yield return (LookupKind.Causation, causation);
    }

    private static void Close(Dictionary<(LookupKind Kind, string Key), EventRun> open, List<EventRun> runs)
    {
        runs.AddRange(open.Values);
        open.Clear();
    }
}
