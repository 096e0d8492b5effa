using System.Collections.Concurrent;
using System.Text.Json;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Cli.Bench;

/// <summary>Writers that append one after the other, each as fast as it is answered. One run, not thread-safe.</summary>
internal sealed class LoadRun(EventAdminClient client, LoadPlan plan, TimeProvider clock)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private long _appends;

    /// <summary>Appends stored so far; may be read while it runs.</summary>
    public long Appends => Interlocked.Read(ref _appends);

    public async Task<LoadResult> RunAsync(CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(plan.Duration, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        var started = clock.GetTimestamp();
        var writers = await Task.WhenAll(Enumerable.Range(0, plan.Writers).Select(writer => WriteAsync(writer, either.Token)));
        var elapsed = clock.GetElapsedTime(started);
        TimeSpan[] latencies = [.. writers.SelectMany(latency => latency).Order()];
        return new LoadResult
        {
            Appends = latencies.Length,
            Events = (long)latencies.Length * plan.EventsPerAppend,
            Elapsed = elapsed,
            Latencies = latencies,
            Failures = _failures,
        };
    }

    private async Task<List<TimeSpan>> WriteAsync(int writer, CancellationToken cancellationToken)
    {
        var latencies = new List<TimeSpan>(4096);
        var data = JsonElement.Parse($$"""{"text":"{{new string('x', Math.Max(plan.DataBytes - 11, 1))}}"}""");
        for (var n = 0L; !cancellationToken.IsCancellationRequested; n++)
        {
            var stream = Say.It($"{plan.Prefix}{((n * plan.Writers) + writer) % plan.Streams}");
            var body = new AppendBody { Events = [.. Enumerable.Range(0, plan.EventsPerAppend).Select(_ => new AppendEvent { Type = "Measured", Data = data })] };
            var started = clock.GetTimestamp();
            // An append that was begun is waited for, so that what is counted is what is stored.
            var answer = await client.AppendAsync(stream, body, Deadline, CancellationToken.None);
            if (answer is AppendAnswer.Appended)
            {
                latencies.Add(clock.GetElapsedTime(started));
                Interlocked.Increment(ref _appends);
                continue;
            }

            _failures.AddOrUpdate(Describe(answer), 1, static (_, count) => count + 1);
            if (answer is AppendAnswer.Refused)
                break;
        }

        return latencies;
    }

    private static string Describe(AppendAnswer answer) => answer switch
    {
        AppendAnswer.Refused refused => $"refused: {refused.Detail}",
        AppendAnswer.NotStored notStored => $"not stored: {notStored.Detail}",
        AppendAnswer.Unknown => "unknown: no answer came in time",
        _ => answer.GetType().Name,
    };
}
