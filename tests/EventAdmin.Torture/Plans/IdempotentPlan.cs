using System.Globalization;
using System.Text.Json;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Testing.Histories;
using EventAdmin.Torture.Clients;

namespace EventAdmin.Torture.Plans;

/// <summary>
/// Appends are sent by the product's own client over a way that loses requests and answers: it tries again by itself. Each command has one
/// effect, wherever an answer was lost; the same append sent at the same time, later and again gets the same answer.
/// </summary>
internal sealed class IdempotentPlan : IPlan
{
    private const int Clients = 8;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public string Name => "idempotent";

    public string Description => "loses answers under the client's own retries, and sends appends again";

    public (int Short, int Long) Counts => (2_000, 100_000);

    public Task<string?> FindProblemAsync() => Task.FromResult<string?>(null);

    public async Task RunAsync(PlanRun run, CancellationToken cancellationToken)
    {
        await using var store = TortureStore.Open(Path.Combine(run.NewFolder(), TortureStore.FileName));
        var recorder = new HistoryRecorder();
        using var lossy = new LossyStore(store, recorder, run.Seed);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(
            () => SendAsync(lossy, client, run.Count / Clients, cancellationToken), cancellationToken)));
        await RepeatAsync(store, recorder, run, cancellationToken);
        var history = await recorder.EndAsync(store, cancellationToken);
        run.Proof.Count(Name, history.Appends, history.Reads.Count);
        run.Proof.Strike("lost request or answer", lossy.Lost, string.Create(CultureInfo.InvariantCulture, $"{lossy.Lost} lost"));
        run.Proof.Break(StreamChecker.Check(history), history, $"seed {run.Seed}");
        await CheckEffectsAsync(store, run, cancellationToken);
        run.Proof.RequireAtLeast("lost requests and answers", lossy.Lost, run.Count * 0.1);
    }

    private static async Task SendAsync(LossyStore lossy, int client, int commands, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(lossy, disposeHandler: false) { BaseAddress = new Uri("http://store.test/") };
        var api = new EventAdminClient(http, TimeProvider.System);
        for (var number = 0; number < commands; number++)
        {
            var command = string.Create(CultureInfo.InvariantCulture, $"{client}/{number}");
            var body = new AppendBody
            {
                Expected = "any",
                Events = [new AppendEvent { Type = "Commanded", Data = JsonSerializer.SerializeToElement(new { command }) }],
            };
            await api.AppendAsync(string.Create(CultureInfo.InvariantCulture, $"command-{number % 20}"), body, Deadline, cancellationToken);
        }
    }

    // What was confirmed once is confirmed for ever, with the same versions.
    private static async Task RepeatAsync(IEventAppender store, HistoryRecorder recorder, PlanRun run, CancellationToken cancellationToken)
    {
        var random = new Random(run.Seed);
        var requests = Enumerable.Range(0, Math.Min(run.Count, 2_000)).Select(i => Requests.Make(
            string.Create(CultureInfo.InvariantCulture, $"again/{i}"), [new RequestPart(StreamId.Parse($"again-{i % 10}"), ExpectedVersion.Any, 1 + (i % 3))])).ToList();
        await Parallel.ForEachAsync(requests, cancellationToken, async (request, token) =>
        {
            var sends = 1 + (request.GetHashCode() & 3);
            await Task.WhenAll(Enumerable.Range(0, sends).Select(send => recorder.AppendAsync(store, send, request, token)));
        });
        foreach (var request in requests.Where(_ => random.Next(3) == 0))
            await recorder.AppendAsync(store, 0, request, cancellationToken);
    }

    // The command stands in the data: effects are counted apart from ids, which a client that tries again might have changed.
    private static async Task CheckEffectsAsync(SqliteEventStorage store, PlanRun run, CancellationToken cancellationToken)
    {
        var effects = new Dictionary<string, int>(StringComparer.Ordinal);
        FeedPage page;
        var after = FeedPosition.Start;
        do
        {
            var read = new FeedRead { After = after, CountMax = 1000, Filter = new FeedFilter { Category = "command" } };
            page = (await store.ReadFeedAsync(read, ReadOptions.Default, cancellationToken)).Value;
            foreach (var e in page.Events)
            {
                var command = JsonDocument.Parse(e.Data).RootElement.GetProperty("command").GetString() ?? "";
                effects[command] = effects.GetValueOrDefault(command) + 1;
            }

            after = page.Next;
        }
        while (!page.IsEnd);
        foreach (var (command, count) in effects.Where(effect => effect.Value > 1))
            run.Proof.Break("A2", string.Create(CultureInfo.InvariantCulture, $"command {command} had its effect {count} times (seed {run.Seed})"));
        if (effects.Count < run.Count / Clients * Clients)
            run.Proof.Break("A4", string.Create(CultureInfo.InvariantCulture, $"{effects.Count} commands had an effect, {run.Count} were sent (seed {run.Seed})"));
    }
}
