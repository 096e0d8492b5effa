using System.Diagnostics;

namespace EventAdmin.Benchmarks.Clients;

/// <summary>
/// What a client does while 200 pool threads are blocked and the pool grows as slowly as it does: whether answers go on, and how far from
/// their time timeouts are seen by their callers.
/// </summary>
internal static class StarvedPool
{
    private const int BlockedThreads = 200;
    private const int Timeouts = 100;
    private static readonly TimeSpan FirstTimeout = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan TimeoutStep = TimeSpan.FromMilliseconds(7);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs it on a thread of its own, since nothing of the pool can be counted on.</summary>
    /// <param name="client">The client; connected and warm.</param>
    public static Task<StarvedPoolFigures> RunAsync(CqlClientUnderTest client)
    {
        // No pool thread may wait for it either: all 200 are to be blocked by us.
        var figures = new TaskCompletionSource<StarvedPoolFigures>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => figures.SetResult(WithBlockedPool(() => Measure(client)))).Start();
        return figures.Task;
    }

    private static StarvedPoolFigures WithBlockedPool(Func<StarvedPoolFigures> measure)
    {
        ThreadPool.GetMinThreads(out var workersMin, out var portsMin);
        ThreadPool.SetMinThreads(BlockedThreads, portsMin);
        using var gate = new ManualResetEventSlim();
        using var blocked = new CountdownEvent(BlockedThreads);
        for (var i = 0; i < BlockedThreads; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    blocked.Signal();
                    gate.Wait();
                },
                null);
        }

        blocked.Wait();
        try
        {
            return measure();
        }
        finally
        {
            ThreadPool.SetMinThreads(workersMin, portsMin);
            gate.Set();
        }
    }

    private static StarvedPoolFigures Measure(CqlClientUnderTest client)
    {
        using var seen = new CountdownEvent(Timeouts);
        var deviations = new double[Timeouts];
        Array.Fill(deviations, Patience.TotalMilliseconds);
        for (var i = 0; i < Timeouts; i++)
            _ = ObserveTimeoutAsync(client, FirstTimeout + (TimeoutStep * i), i, deviations, seen);

        var answers = 0;
        var started = Stopwatch.GetTimestamp();
        while (!seen.IsSet && Stopwatch.GetElapsedTime(started) < Patience)
        {
            var read = client.ExecuteAsync(Work.ReadOne, answers).AsTask();
            if (!((IAsyncResult)read).AsyncWaitHandle.WaitOne(Patience))
                break; // None came, and none will.
            answers++;
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        return new StarvedPoolFigures(answers / elapsed.TotalSeconds, deviations.Min(), deviations.Max());
    }

    private static async Task ObserveTimeoutAsync(CqlClientUnderTest client, TimeSpan timeout, int index, double[] deviations, CountdownEvent seen)
    {
        var started = Stopwatch.GetTimestamp();
        await client.ReadNothingAsync(timeout).ConfigureAwait(false);
        deviations[index] = (Stopwatch.GetElapsedTime(started) - timeout).TotalMilliseconds;
        seen.Signal();
    }
}

/// <summary>Answers a second, and by how many milliseconds timeouts were seen early (below zero) or late.</summary>
internal readonly record struct StarvedPoolFigures(double AnswersPerSecond, double EarliestMilliseconds, double LatestMilliseconds)
{
    public double OffMax => Math.Max(-EarliestMilliseconds, LatestMilliseconds);

    public override string ToString() => $"{AnswersPerSecond:N0} answers/s, timeouts seen {EarliestMilliseconds:F1} to {LatestMilliseconds:F1} ms after their time";
}
