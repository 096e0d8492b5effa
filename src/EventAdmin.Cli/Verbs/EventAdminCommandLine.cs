using System.CommandLine;
using EventAdmin.Cli.Terminal;

namespace EventAdmin.Cli.Verbs;

/// <summary>The command line: its verbs, and what they have in common.</summary>
internal static class EventAdminCommandLine
{
    // Time for a verb to leave things so that it can go on from there.
    private static readonly TimeSpan StopTimeMax = TimeSpan.FromSeconds(10);

    // '@file' is the data of an event, not a file of arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Does what the arguments say.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(string[] args, Surroundings surroundings, CancellationToken cancellationToken = default)
    {
        var parsed = Build(surroundings).Parse(args, Parsing);
        if (parsed.Errors.Count > 0)
        {
            var verb = parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
            await surroundings.Error.WriteLineAsync($"{string.Join(' ', parsed.Errors.Select(error => error.Message))} `eventadmin {verb}--help` shows how.");
            return ExitCode.Usage;
        }

        await using var help = new StreamWriter(surroundings.Output, leaveOpen: true);
        var invocation = new InvocationConfiguration
        {
            Output = help,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = StopTimeMax,
        };
        return await parsed.InvokeAsync(invocation, cancellationToken);
    }

    private static RootCommand Build(Surroundings surroundings)
    {
        var options = new GlobalOptions();
        var runner = new VerbRunner(surroundings, options);
        var root = new RootCommand("Talks to an EventAdmin server: appends, reads, replays and follows event streams.");
        options.AddTo(root);
        foreach (var verb in (Command[])
        [
            AppendVerb.Create(runner), ReadVerb.Create(runner), ReplayVerb.Create(runner), StreamsVerb.Create(runner), FindVerb.Create(runner),
            TailVerb.Create(runner), ImportVerb.Create(runner), ExportVerb.Create(runner), DiffVerb.Create(runner), ConfigVerb.Create(runner),
            BenchVerb.Create(runner), CompletionVerb.Create(runner),
        ])
        {
            root.Subcommands.Add(verb);
        }

        Examples.AddTo(
            root,
            ("streams", "what is there"),
            ("read order-1", "the events of a stream"),
            ("replay order-1 --at 2026-03-01", "its state on a date"),
            ("tail --category order", "what happens now"),
            ("import history.ndjson.gz", "bring events in; the same file again adds nothing"));
        return root;
    }
}
