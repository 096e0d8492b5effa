using System.Diagnostics;
using System.Globalization;
using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;

namespace EventAdmin.Torture.Clients;

/// <summary>
/// A process that opens a store and lets clients append to it and read from it, until each has made so many tries or something kills it.
/// Hot streams are contended, cold ones are not, some appends go to two streams, some are sent again.
/// </summary>
internal sealed class StoreClient(SqliteEventStorage store, Stream output, StoreLoad load)
{
    private const int HotStreams = 8;
    private const int ColdStreams = 500;
    private const int RefusedMax = 30;
    private const int SeenMax = 4;
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromMilliseconds(100);

    private string _health = "";

    public static async Task<int> RunAsync(string path, StoreLoad load)
    {
        await using var output = Console.OpenStandardOutput();
        try
        {
            await using (var store = TortureStore.Open(path))
                await new StoreClient(store, output, load).RunAsync();
        }
        catch (StoreUnusableException e)
        {
            Write(output, $"x {e.Message}");
            return 3;
        }

        Write(output, "e");
        return 0;
    }

    private async Task RunAsync()
    {
        SayHealth();
        await Task.WhenAll(Enumerable.Range(0, load.Clients).Select(client => Task.Run(() => LiveAsync(client))));
    }

    private async Task LiveAsync(int client)
    {
        var random = new Random(HashCode.Combine(load.Seed, client));
        var heads = new Dictionary<StreamId, long>();
        var refused = 0;
        // A try that was refused is made up for: who meets a full disk stays until there is space again.
        for (var number = 0; number < load.Tries + refused && refused < RefusedMax; number++)
        {
            if (random.NextDouble() < 0.2)
            {
                await ReadAsync(client, Hot(random), heads);
                continue;
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"{load.Seed}/{client}/{number}");
            var parts = Choose(random, heads);
            var outcome = await AppendAsync(client, name, parts, heads);
            if (outcome is AppendOutcome.Appended or AppendOutcome.Unknown && random.NextDouble() < 0.2)
                outcome = await AppendAsync(client, name, parts, heads);
            if (outcome is not AppendOutcome.Refused)
                continue;
            refused++;
            await Task.Delay(PauseAfterRefusal, TimeProvider.System);
        }

        await WaitForSpaceAsync(client, heads);
    }

    // That there is space again is known once something was stored.
    private async Task WaitForSpaceAsync(int client, Dictionary<StreamId, long> heads)
    {
        for (var number = 0; store.Health.FullSince is not null && number < RefusedMax; number++)
        {
            var part = new RequestPart(StreamId.Parse("cold-0"), ExpectedVersion.Any, Events: 1);
            await AppendAsync(client, string.Create(CultureInfo.InvariantCulture, $"{load.Seed}/{client}/space/{number}"), [part], heads);
            await Task.Delay(PauseAfterRefusal, TimeProvider.System);
        }

        SayHealth();
    }

    private static List<RequestPart> Choose(Random random, Dictionary<StreamId, long> heads)
    {
        var events = random.Next(1, 4);
        var cold = StreamId.Parse(string.Create(CultureInfo.InvariantCulture, $"cold-{random.Next(ColdStreams)}"));
        var hot = Hot(random);
        var exact = heads.TryGetValue(hot, out var head) && head >= 0 ? ExpectedVersion.Exactly(StreamVersion.Of(head)) : ExpectedVersion.NoStream;
        return random.Next(10) switch
        {
            < 5 => [new RequestPart(hot, exact, events)],
            < 7 => [new RequestPart(hot, ExpectedVersion.Any, events)],
            < 9 => [new RequestPart(cold, ExpectedVersion.Any, events)],
            _ => [new RequestPart(hot, exact, 1), new RequestPart(cold, ExpectedVersion.Any, events)],
        };
    }

    private static StreamId Hot(Random random) => StreamId.Parse(string.Create(CultureInfo.InvariantCulture, $"hot-{random.Next(HotStreams)}"));

    private async Task<AppendOutcome> AppendAsync(int client, string name, List<RequestPart> parts, Dictionary<StreamId, long> heads)
    {
        var request = Requests.Make(name, parts);
        Say(ClientLine.Ask(client, Stopwatch.GetTimestamp(), name, parts));
        var outcome = await store.AppendAsync(request, CancellationToken.None);
        Say(ClientLine.Tell(client, Stopwatch.GetTimestamp(), outcome));
        switch (outcome)
        {
            case AppendOutcome.Appended appended:
                foreach (var stream in appended.Streams)
                    heads[stream.Stream] = Math.Max(stream.Last.Value, heads.GetValueOrDefault(stream.Stream, -1));
                break;
            case AppendOutcome.Conflict conflict:
                heads[conflict.Stream] = conflict.Actual?.Value ?? -1;
                break;
            default:
                break;
        }

        SayHealth();
        return outcome;
    }

    private async Task ReadAsync(int client, StreamId stream, Dictionary<StreamId, long> heads)
    {
        var from = Math.Max(0, heads.GetValueOrDefault(stream, 0) - SeenMax + 1);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var read = new StreamRead { Stream = stream, From = StreamVersion.Of(from), CountMax = SeenMax };
            var page = (await store.ReadStreamAsync(read, ReadOptions.Default, CancellationToken.None)).Value;
            Say(ClientLine.See(client, started, Stopwatch.GetTimestamp(), page, stream));
        }
        catch (EventStorageException)
        {
            // A read that failed says nothing about the stream.
        }
    }

    private void SayHealth()
    {
        var health = store.Health;
        var state = health.DegradedReason is not null ? "degraded" : health.FullSince is not null ? "full" : "sound";
        if (Interlocked.Exchange(ref _health, state) != state)
            Say(string.Create(CultureInfo.InvariantCulture, $"h {Stopwatch.GetTimestamp()} {state}"));
    }

    private void Say(string line) => Write(output, line);

    // One write a line: what was told before the end is in the pipe, whole.
    private static void Write(Stream output, string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (output)
            output.Write(bytes);
    }
}

/// <summary>What a client process does.</summary>
/// <param name="Seed">Decides everything but the interleaving.</param>
/// <param name="Clients">How many at the same time.</param>
/// <param name="Tries">How many tries each makes.</param>
internal sealed record StoreLoad(int Seed, int Clients, int Tries);
