using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Testing.Histories;
using EventAdmin.Torture.Clients;

namespace EventAdmin.Torture.Plans;

/// <summary>Many clients append to few streams, each with the version that it knows, and read them meanwhile: nothing fails, and one order must explain it all.</summary>
internal sealed class ContendPlan : IPlan
{
    private const int Streams = 8;
    private const int Clients = 24;
    private const int PageEvents = 16;

    public string Name => "contend";

    public string Description => "lets many clients append to few streams at once";

    public (int Short, int Long) Counts => (12_000, 1_000_000);

    public Task<string?> FindProblemAsync() => Task.FromResult<string?>(null);

    public async Task RunAsync(PlanRun run, CancellationToken cancellationToken)
    {
        // Streams of bounded length: each part has a store of its own.
        const int partMax = 20_000;
        for (var done = 0; done < run.Count; done += partMax)
            await RunPartAsync(run, done, Math.Min(partMax, run.Count - done), cancellationToken);
        var counts = run.Proof.CountsOf(Name);
        run.Proof.RequireAtLeast("share of conflicts", counts.Conflict / (double)Math.Max(1, counts.Ok + counts.Conflict), 0.05);
        run.Proof.RequireAtLeast("strong reads", counts.Reads, 200);
    }

    private async Task RunPartAsync(PlanRun run, int part, int tries, CancellationToken cancellationToken)
    {
        var folder = run.NewFolder();
        await using (var store = TortureStore.Open(Path.Combine(folder, TortureStore.FileName)))
        {
            var recorder = new HistoryRecorder();
            var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(
                () => new ContendingClient(store, recorder, new Random(HashCode.Combine(run.Seed, part, client)), client, part).RunAsync(tries / Clients, cancellationToken), cancellationToken));
            await Task.WhenAll(clients);
            var history = await recorder.EndAsync(store, cancellationToken);
            run.Proof.Count(Name, history.Appends, history.Reads.Count);
            run.Proof.Break(StreamChecker.Check(history), history, string.Create(CultureInfo.InvariantCulture, $"part {part}, seed {run.Seed}"));
        }

        Directory.Delete(folder, recursive: true);
    }

    private sealed class ContendingClient(SqliteEventStorage store, HistoryRecorder recorder, Random random, int client, int part)
    {
        private readonly Dictionary<StreamId, long> _heads = [];

        public async Task RunAsync(int tries, CancellationToken cancellationToken)
        {
            for (var number = 0; number < tries; number++)
            {
                var stream = StreamId.Parse(string.Create(CultureInfo.InvariantCulture, $"hot-{random.Next(Streams)}"));
                if (random.Next(4) == 0)
                    await ReadAsync(stream, cancellationToken);
                else
                    await AppendAsync(stream, number, cancellationToken);
            }
        }

        private async Task ReadAsync(StreamId stream, CancellationToken cancellationToken)
        {
            var from = Math.Max(0, _heads.GetValueOrDefault(stream, -1) - PageEvents + 1);
            await recorder.ReadAsync(store, client, new StreamRead { Stream = stream, From = StreamVersion.Of(from), CountMax = PageEvents }, cancellationToken);
        }

        private async Task AppendAsync(StreamId stream, int number, CancellationToken cancellationToken)
        {
            var head = _heads.GetValueOrDefault(stream, -1);
            var expected = head < 0 ? ExpectedVersion.NoStream : ExpectedVersion.Exactly(StreamVersion.Of(head));
            var request = Requests.Make(
                string.Create(CultureInfo.InvariantCulture, $"{part}/{client}/{number}"), [new RequestPart(stream, expected, random.Next(1, 3))]);
            var attempt = await recorder.AppendAsync(store, client, request, cancellationToken);
            _heads[stream] = attempt.Outcome switch
            {
                AttemptOutcome.Ok ok => ok.Firsts[stream] + request.EventCount - 1,
                AttemptOutcome.Conflict conflict => conflict.Actual,
                _ => head,
            };
        }
    }
}
