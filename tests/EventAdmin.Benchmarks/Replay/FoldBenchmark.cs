using System.Diagnostics;
using System.Text.Json;
using EventAdmin.Benchmarks.Measuring;
using EventAdmin.Benchmarks.Stores;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;

namespace EventAdmin.Benchmarks.Replay;

/// <summary>The fold that needs no code, over events in memory, against a bare parse of the same JSON.</summary>
internal static class FoldBenchmark
{
    private const int Events = 200_000;

    public static void Run(int rounds)
    {
        var events = Record(SampleAppends.Make(Events));
        var ratios = new Ratios();
        for (var round = 0; round <= rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var reduction = MergePatchReducer.Instance.Start(stateJson: null);
            foreach (var e in events)
                reduction.Apply(e);
            var seconds = watch.Elapsed.TotalSeconds;
            if (reduction.ToJson().IsEmpty)
                throw new InvalidOperationException("Expected a state.");

            watch.Restart();
            var members = 0L;
            foreach (var e in events)
            {
                using var document = JsonDocument.Parse(e.Data);
                members += document.RootElement.GetPropertyCount();
            }

            var bareSeconds = watch.Elapsed.TotalSeconds;
            // The first round warms up.
            if (round > 0 && members > 0)
                ratios.Add($"fold {Events / seconds:N0}/s, parse {Events / bareSeconds:N0}/s", bareSeconds / seconds);
        }

        ratios.Conclude($"Merge Patch fold of {Events:N0} events, rate to that of a bare parse");
    }

    private static List<RecordedEvent> Record(NewEvent[] events)
    {
        var recorded = new List<RecordedEvent>(events.Length);
        foreach (var e in events)
        {
            recorded.Add(new RecordedEvent
            {
                Id = e.Id,
                Stream = SampleAppends.StreamOf(1),
                Version = StreamVersion.Of(recorded.Count),
                Position = FeedPosition.FromStore(recorded.Count + 1),
                Type = e.Type,
                Data = e.Data,
                RecordedAt = DateTimeOffset.UnixEpoch,
                OccurredAt = DateTimeOffset.UnixEpoch,
                Append = new AppendId(e.Id.Value),
            });
        }

        return recorded;
    }
}
