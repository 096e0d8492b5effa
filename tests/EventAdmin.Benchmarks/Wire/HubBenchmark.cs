using System.Diagnostics;

namespace EventAdmin.Benchmarks.Wire;

/// <summary>200 clients of the hub that follow everything, while 500 events a second are appended over HTTP.</summary>
internal static class HubBenchmark
{
    private const int Clients = 200;
    private const int EventsPerSecond = 500;
    private const int TicksPerSecond = 50;
    private const int Streams = 100;
    private const int SecondsWarm = 5;

    public static async Task RunAsync(int seconds)
    {
        await using var server = await ServerProcess.StartAsync();
        using var ending = new CancellationTokenSource();
        Console.WriteLine($"  server without clients: {server.ResidentMebibytes.Now} MiB");
        var readers = Enumerable.Range(0, Clients).Select(_ => new HubReader()).ToList();
        foreach (var reader in readers)
            await reader.ConnectAsync(server.Address, ending.Token);
        Console.WriteLine($"  with {Clients} clients that wait: {server.ResidentMebibytes.Now} MiB");
        var reading = readers.ConvertAll(reader => reader.ReadAsync(ending.Token));

        using var wires = new WirePool(await Task.WhenAll(Enumerable.Range(0, EventsPerSecond / TicksPerSecond).Select(_ => WireConnection.OpenAsync(server.Address))));
        await wires.AppendAsync(SecondsWarm * TicksPerSecond);
        foreach (var reader in readers)
            Array.Clear(reader.Latencies);
        var before = readers.Sum(reader => reader.Events);
        var (watch, processor) = (Stopwatch.StartNew(), server.ProcessorTime);
        await wires.AppendAsync(seconds * TicksPerSecond);
        var (elapsed, cost) = (watch.Elapsed, server.ProcessorTime - processor);
        var expected = (long)seconds * EventsPerSecond * Clients;
        // What was appended last is still on its way.
        for (var i = 0; i < TicksPerSecond && readers.Sum(reader => reader.Events) - before < expected; i++)
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        await ending.CancelAsync();
        await Task.WhenAll(reading);

        var total = new long[readers[0].Latencies.Length];
        foreach (var reader in readers)
        {
            for (var i = 0; i < total.Length; i++)
                total[i] += reader.Latencies[i];
            reader.Dispose();
        }

        Console.WriteLine($"  {seconds * EventsPerSecond / elapsed.TotalSeconds:N0} appends/s, {total.Sum():N0} deliveries");
        Console.WriteLine($"  from append to client: p50 {Percentile(total, 0.5)} ms, p99 {Percentile(total, 0.99)} ms, most {Percentile(total, 1)} ms");
        Console.WriteLine($"  server: {server.ResidentMebibytes.Now} MiB, at most {server.ResidentMebibytes.Peak} MiB; {cost / elapsed:P0} of one processor");
    }

    private static int Percentile(long[] counts, double share)
    {
        var (wanted, seen) = ((long)Math.Ceiling(counts.Sum() * share), 0L);
        for (var i = 0; i < counts.Length; i++)
        {
            seen += counts[i];
            if (seen >= wanted)
                return i;
        }

        return counts.Length;
    }

    /// <summary>Appends at an even pace, an event on each connection a tick.</summary>
    private sealed class WirePool(WireConnection[] wires) : IDisposable
    {
        private int _tick;

        public async Task AppendAsync(int ticks)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 1; i <= ticks; i++)
            {
                _tick++;
                var statuses = await Task.WhenAll(wires.Select((wire, index) => wire.SendAsync(Body(index))));
                if (statuses.Any(status => status != 201))
                    throw new InvalidOperationException($"Expected every append to be answered with 201, got {string.Join(' ', statuses)}.");
                var early = TimeSpan.FromSeconds((double)i / TicksPerSecond) - Stopwatch.GetElapsedTime(start);
                if (early > TimeSpan.Zero)
                    await Task.Delay(early, TimeProvider.System);
            }
        }

        public void Dispose()
        {
            foreach (var wire in wires)
                wire.Dispose();
        }

        private byte[] Body(int index) => WireConnection.Post(
            $"/api/streams/bench-{((_tick * wires.Length) + index) % Streams}/events",
            $$"""{"events":[{"type":"Ticked","data":{"sent":{{Stopwatch.GetTimestamp()}},"filling":"{{new string('x', 200)}}"},"actor":"ada","correlationId":"tick-{{_tick}}"}]}""");
    }
}
