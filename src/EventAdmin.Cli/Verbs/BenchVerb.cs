using System.CommandLine;
using System.Text.Json;
using EventAdmin.Cli.Bench;
using EventAdmin.Cli.Output;
using EventAdmin.Cli.Settings;
using EventAdmin.Cli.Terminal;
using Spectre.Console;

namespace EventAdmin.Cli.Verbs;

/// <summary><c>bench</c>: a load of appends from here, and how long they take.</summary>
internal sealed class BenchVerb
{
    private const string PrefixStart = "bench-";
    private static readonly double[] Percents = [50, 90, 95, 99, 99.9, 100];

    private readonly Option<bool> _yes = new("--yes") { Description = "Really do it: the events stay in the store." };
    private readonly Option<string> _prefix = new("--prefix") { Description = "What the ids of the streams start with.", HelpName = "bench-…", DefaultValueFactory = _ => PrefixStart };
    private readonly Option<int> _writers = Number("--writers", "Appends at the same time.", 16);
    private readonly Option<string> _duration = new("--duration") { Description = "How long.", HelpName = "TIME", DefaultValueFactory = _ => "10s" };
    private readonly Option<int> _events = Number("--events", "Events an append, at most 128.", 1);
    private readonly Option<int> _size = Number("--size", "Bytes of data an event.", 300);
    private readonly Option<int> _streams = Number("--streams", "Over how many streams.", 100);

    public static Command Create(VerbRunner runner) => new BenchVerb().Make(runner);

    private static Option<int> Number(string name, string description, int byDefault)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{name} is 1 or more.");
        });
        return option;
    }

    private Command Make(VerbRunner runner)
    {
        var command = new Command("bench", "Append as fast as the server answers, and show rate and latencies.") { _yes, _prefix, _writers, _duration, _events, _size, _streams };
        command.Validators.Add(result =>
        {
            if (result.GetValue(_prefix)?.StartsWith(PrefixStart, StringComparison.Ordinal) == false)
                result.AddError($"--prefix starts with {PrefixStart}, so that what it leaves behind is known for what it is.");
            if (!result.GetValue(_yes))
                result.AddError("This writes events that stay in the store. Add --yes where you mean it.");
        });
        runner.Run(command, BenchAsync);
        Examples.AddTo(
            command,
            ("bench --yes", "16 writers for 10 seconds"),
            ("bench --yes --writers 64 --duration 1m --size 1000", "more, longer, larger"),
            ("bench --yes --prefix bench-monday- --json", "streams of its own, figures for a program"));
        return command;
    }

    private async Task<int> BenchAsync(ParseResult parsed, VerbContext context, CancellationToken cancellationToken)
    {
        var plan = new LoadPlan
        {
            Prefix = parsed.GetRequiredValue(_prefix),
            Writers = parsed.GetValue(_writers),
            Duration = Patience.Parse(parsed.GetRequiredValue(_duration), "--duration").Value
                ?? throw new CommandFailedException(ExitCode.Usage, "--duration has an end: write 10s or 5m."),
            EventsPerAppend = parsed.GetValue(_events),
            DataBytes = parsed.GetValue(_size),
            Streams = parsed.GetValue(_streams),
        };
        var screen = context.Screen;
        var run = new LoadRun(context.Client(), plan, screen.Clock);
        var result = await WatchAsync(screen, run, plan, cancellationToken);
        // Also when it was stopped early: what was measured is what is asked for.
        if (screen.IsHuman)
            Show(screen, plan, result);
        else
            await screen.WriteJsonAsync(json => Write(json, plan, result), CancellationToken.None);
        foreach (var (reason, count) in result.Failures)
            screen.Complain($"{Say.Plural(count, "append")} {reason}");
        return cancellationToken.IsCancellationRequested ? ExitCode.Stopped
            : result.Appends > 0 && result.Failures.Count == 0 ? ExitCode.Done
            : ExitCode.TryAgain;
    }

    private static async Task<LoadResult> WatchAsync(Screen screen, LoadRun run, LoadPlan plan, CancellationToken cancellationToken)
    {
        var progress = new ProgressLine(screen);
        var running = run.RunAsync(cancellationToken);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250), screen.Clock);
        while (!running.IsCompleted)
        {
            var tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
            await Task.WhenAny(running, tick);
            progress.Report(() => new JobProgress(
                progress.Elapsed / plan.Duration, $"{Say.Count(run.Appends)} appends, {Say.Rate(run.Appends / Math.Max(progress.Elapsed.TotalSeconds, 0.001))}/s"));
        }

        progress.End();
        return await running;
    }

    private static void Show(Screen screen, LoadPlan plan, LoadResult result)
    {
        screen.Show(Facts.Of(
        [
            ("appends", $"{Say.Count(result.Appends)}, {Say.Rate(result.AppendsPerSecond)}/s"),
            ("events", plan.EventsPerAppend == 1 ? null : $"{Say.Count(result.Events)}, {Say.Rate(result.EventsPerSecond)}/s"),
            ("by", $"{Say.Plural(plan.Writers, "writer")}, {Say.Size(plan.DataBytes)} an event, {Say.Plural(plan.Streams, "stream")} {plan.Prefix}…, {Say.Duration(result.Elapsed)}"),
        ]));
        if (result.Latencies.Count == 0)
            return;
        screen.Line();
        var longest = result.Percentile(100);
        var bar = Math.Clamp(screen.Width - 32, 8, 40);
        foreach (var percent in Percents)
        {
            var latency = result.Percentile(percent);
            screen.ShowLine(new Paragraph()
                .Append(Say.It($"{(percent == 100 ? "longest" : $"p{percent:0.#}"),8}"), Styles.Quiet)
                .Append(Say.It($"  {latency.TotalMilliseconds,9:0.00} ms  "))
                .Append(new string('━', Math.Max((int)(bar * (latency / longest)), 1)), percent >= 99 ? Styles.Kind : Styles.Good));
        }
    }

    private static void Write(Utf8JsonWriter json, LoadPlan plan, LoadResult result)
    {
        json.WriteNumber("appends", result.Appends);
        json.WriteNumber("events", result.Events);
        json.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 3));
        json.WriteNumber("appendsPerSecond", Math.Round(result.AppendsPerSecond, 1));
        json.WriteNumber("eventsPerSecond", Math.Round(result.EventsPerSecond, 1));
        json.WriteNumber("writers", plan.Writers);
        json.WriteNumber("dataBytes", plan.DataBytes);
        json.WriteStartObject("latencyMs");
        foreach (var percent in Percents)
            json.WriteNumber(percent == 100 ? "max" : Say.It($"p{percent:0.#}"), Math.Round(result.Percentile(percent).TotalMilliseconds, 3));
        json.WriteEndObject();
        json.WriteNumber("failed", result.Failures.Values.Sum());
    }
}
