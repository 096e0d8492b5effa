using System.CommandLine;
using System.Globalization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Samples.Downloads.History;
using EventAdmin.Web.Composition;

namespace EventAdmin.Web.Commands;

/// <summary><c>generate CUSTOMERS</c>: sample histories of any size into a stopped store, the same for the same seed.</summary>
internal static class GenerateVerb
{
    // Appends go into the store's queue in order, so each finds what the ones before it left.
    private const int AppendsInFlight = 128;
    private const int DefaultSeed = 1;

    public static Command Create(Option<string?> store)
    {
        var customers = new Argument<int>("CUSTOMERS") { Description = "How many customers; each has a few dozen events in its streams." };
        customers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("CUSTOMERS is at least 1.");
        });
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same events, ids included.", HelpName = "NUMBER", DefaultValueFactory = _ => DefaultSeed };
        var command = new Command("generate", "Fill the store with sample histories. The same command again adds nothing; one that was stopped goes on.") { customers, seed };
        command.SetAction((parsed, _) => new StoreVerb(parsed.GetValue(store)).RunAsync(
            (services, stopping) => GenerateAsync(services, parsed.GetRequiredValue(customers), parsed.GetValue(seed), stopping)));
        Examples.AddTo(command, "EventAdmin.Web generate 1000", "EventAdmin.Web generate 300000 --seed 7 --store /srv/large.db");
        return command;
    }

    private static async Task<int> GenerateAsync(IServiceProvider services, int customers, int seed, CancellationToken stopping)
    {
        var store = services.GetRequiredService<EventStore>();
        var clock = services.GetRequiredService<TimeProvider>();
        var total = new Total(clock);
        var progress = new ProgressLine<Total>(Describe);
        var flying = new Queue<(AppendRequest Request, Task<AppendOutcome> Outcome)>();
        foreach (var request in services.GetRequiredService<DownloadsGenerator>().Generate(seed, customers))
        {
            flying.Enqueue((request, store.AppendAsync(request, CancellationToken.None)));
            if (flying.Count < AppendsInFlight)
                continue;
            if (await LandAsync(flying, total) is { } problem)
                return await TellAsync(progress, problem, ExitCode.TryAgain);
            if (total.Appends % 4096 == 0)
                progress.Report(total);
            if (stopping.IsCancellationRequested)
                break;
        }

        while (flying.Count > 0)
        {
            if (await LandAsync(flying, total) is { } problem)
                return await TellAsync(progress, problem, ExitCode.TryAgain);
        }

        if (stopping.IsCancellationRequested)
            return await TellAsync(progress, "Stopped. What is stored stays; the same command goes on from there.", ExitCode.Stopped);
        progress.End();
        Console.WriteLine(Text($"{total.Events} events added, {total.AlreadyThere} were there, {total.Elapsed.TotalSeconds:0} s."));
        return ExitCode.Done;
    }

    /// <summary>Waits for the oldest append; what is wrong with it, or null.</summary>
    private static async Task<string?> LandAsync(Queue<(AppendRequest Request, Task<AppendOutcome> Outcome)> flying, Total total)
    {
        var (request, pending) = flying.Dequeue();
        var outcome = await pending;
        if (outcome is not AppendOutcome.Appended appended)
            return $"Not finished: {outcome}. The same command goes on from there.";
        total.Add(request.EventCount, appended.IsRepeat);
        return null;
    }

    private static async Task<int> TellAsync(ProgressLine<Total> progress, string sentence, int code)
    {
        progress.End();
        await Console.Error.WriteLineAsync(sentence);
        return code;
    }

    private static string Describe(Total total) =>
        Text($"{total.Events + total.AlreadyThere} events, {(total.Events + total.AlreadyThere) / Math.Max(total.Elapsed.TotalSeconds, 0.001):0} events/s, {total.Elapsed.TotalSeconds:0} s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Total(TimeProvider clock)
    {
        private readonly long _started = clock.GetTimestamp();

        public long Appends { get; private set; }

        public long Events { get; private set; }

        public long AlreadyThere { get; private set; }

        public TimeSpan Elapsed => clock.GetElapsedTime(_started);

        public void Add(int events, bool isRepeat)
        {
            Appends++;
            Events += isRepeat ? 0 : events;
            AlreadyThere += isRepeat ? events : 0;
        }
    }
}
