using System.Diagnostics;
using System.Globalization;
using System.Text;
using EventAdmin.Benchmarks.Measuring;
using EventAdmin.Benchmarks.Stores;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;

namespace EventAdmin.Benchmarks.Wire;

/// <summary>Appends over HTTP by 64 connections against the engine's own appends by 64 writers, the same events, in turn in one run.</summary>
internal static class ApiAppendBenchmark
{
    private const int Connections = 64;
    private const int SliceEvents = 12_800;

    public static async Task RunAsync(int rounds)
    {
        var ratios = new Ratios();
        var folder = Directory.CreateTempSubdirectory("eventadmin-bench-");
        await using var server = await ServerProcess.StartAsync();
        await using var storage = AppendBenchmark.Open(Path.Combine(folder.FullName, "store.db"));
        var wires = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => WireConnection.OpenAsync(server.Address)));
        for (var round = 0; round <= rounds; round++)
        {
            var (events, first) = (SampleAppends.Make(SliceEvents), round * (SliceEvents / Connections));
            var (requests, bodies) = (Appends(events, first), Bodies(events, first));
            var engine = round % 2 == 0 ? await MeasureAsync(writer => AppendAsync(storage, requests, writer)) : default;
            var processor = server.ProcessorTime;
            var api = await MeasureAsync(connection => PostAsync(wires[connection], bodies, connection));
            processor = server.ProcessorTime - processor;
            if (round % 2 != 0)
                engine = await MeasureAsync(writer => AppendAsync(storage, requests, writer));
            // The first round warms up.
            if (round > 0)
            {
                var costs = processor.TotalMicroseconds / SliceEvents;
                ratios.Add($"API {SliceEvents / api:N0}/s ({costs:F1} us of the server's processor an append), engine {SliceEvents / engine:N0}/s", engine / api);
            }
        }

        foreach (var wire in wires)
            wire.Dispose();
        ratios.Conclude("64 connections, rate to that of the engine's own appends");
        await storage.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static async Task<double> MeasureAsync(Func<int, Task> runAsync)
    {
        var watch = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(index => Task.Run(() => runAsync(index))));
        return Stopwatch.GetElapsedTime(watch).TotalSeconds;
    }

    private static async Task AppendAsync(SqliteEventStorage storage, AppendRequest[] requests, int writer)
    {
        for (var i = writer; i < requests.Length; i += Connections)
        {
            if (await storage.AppendAsync(requests[i], CancellationToken.None) is not AppendOutcome.Appended)
                throw new InvalidOperationException("Expected every append to be stored.");
        }
    }

    private static async Task PostAsync(WireConnection wire, byte[][] bodies, int connection)
    {
        for (var i = connection; i < bodies.Length; i += Connections)
        {
            var status = await wire.SendAsync(bodies[i]);
            if (status != 201)
                throw new InvalidOperationException($"Expected every append to be answered with 201, got {status}.");
        }
    }

    private static AppendRequest[] Appends(NewEvent[] events, int first) =>
        [.. events.Select((e, i) => AppendRequest.To(SampleAppends.StreamOf(i % Connections), ExpectedOf(first + (i / Connections)), e))];

    private static byte[][] Bodies(NewEvent[] events, int first) =>
    [
        .. events.Select((e, i) => WireConnection.Post(
            $"/api/streams/{SampleAppends.StreamOf(i % Connections)}/events",
            $$"""
            {"expected":"{{ExpectedOf(first + (i / Connections))}}","events":[{"id":"{{e.Id}}","type":"{{e.Type}}","data":{{Encoding.UTF8.GetString(e.Data.Span)}},"time":"{{Print(e.OccurredAt)}}","correlationId":"{{e.Metadata.CorrelationId}}","actor":"{{e.Metadata.Actor}}"}]}
            """)),
    ];

    private static string? Print(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static ExpectedVersion ExpectedOf(int version) => version == 0 ? ExpectedVersion.NoStream : ExpectedVersion.Exactly(StreamVersion.Of(version - 1));
}
