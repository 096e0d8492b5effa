using System.CommandLine;
using EventAdmin.Cli.Output;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;
using Spectre.Console;

namespace EventAdmin.Cli.Verbs;

/// <summary><c>read STREAM</c>: the events of a stream, forward or backward.</summary>
internal static class ReadVerb
{
    private const int LimitOnTerminal = 50;

    public static Command Create(VerbRunner runner)
    {
        var stream = Arguments.Stream(runner);
        var from = new Option<string?>("--from") { Description = "Begin at this version.", HelpName = "VERSION" };
        var backward = new Option<bool>("--backward", "-b") { Description = "From newer to older." };
        var limit = Arguments.Limit(LimitOnTerminal);
        var types = Arguments.Types();
        var full = new Option<bool>("--full") { Description = "Each event with all its data, indented." };
        var command = new Command("read", "Show the events of a stream.") { stream, from, backward, limit, types, full };
        runner.Run(command, (parsed, context, cancellationToken) =>
        {
            var request = new StreamReadRequest
            {
                Stream = parsed.GetRequiredValue(stream),
                From = Arguments.Version(parsed.GetValue(from), "--from"),
                IsBackward = parsed.GetValue(backward),
                Types = Arguments.SplitTypes(parsed.GetValue(types)),
            };
            var countMax = Arguments.CountMax(parsed.GetValue(limit), context.Screen.IsHuman, LimitOnTerminal);
            return ReadAsync(context, request, countMax, parsed.GetValue(full), cancellationToken);
        });
        Examples.AddTo(
            command,
            ("read order-1", "the story from its beginning"),
            ("read order-1 --backward --limit 5 --full", "the last five with all their data"),
            ("read order-1 --types OrderPlaced,OrderPaid --json | jq .data", "the data of some types, for a program"));
        return command;
    }

    private static async Task<int> ReadAsync(VerbContext context, StreamReadRequest request, int countMax, bool isFull, CancellationToken cancellationToken)
    {
        var screen = context.Screen;
        var client = context.Client(pageSize: Math.Clamp(countMax, 1, 256));
        var shown = new List<FeedEvent>();
        var count = 0;
        FeedEvent? beyond = null;
        await foreach (var e in client.ReadStreamAsync(request, cancellationToken))
        {
            if (count == countMax)
            {
                beyond = e;
                break;
            }

            count++;
            if (!screen.IsHuman)
                await screen.WriteJsonAsync(json => EventJson.Write(json, e), cancellationToken);
            else if (isFull)
                screen.Show(EventDetails.Of(e, screen.Width));
            else
                shown.Add(e);
        }

        if (count == 0 && await client.FindStreamAsync(request.Stream, cancellationToken) is null)
            throw new CommandFailedException(ExitCode.NoInput, $"The stream '{request.Stream}' has no events. `eventadmin streams` lists those that have.");
        if (!screen.IsHuman)
            return ExitCode.Done;
        if (shown.Count > 0)
        {
            var table = new EventTable(shown, screen.Width, hasStreams: false);
            screen.ShowLine(table.Head);
            foreach (var e in shown)
                screen.ShowLine(table.Row(e));
        }

        if (beyond is not null)
            screen.ShowLine(new Markup($"[grey]There is more: --from v{Say.It($"{beyond.Version}")}{(request.IsBackward ? " --backward" : "")}, or --limit 0 for all.[/]"));
        else if (count == 0)
            screen.Line("No event matches.", Styles.Quiet);
        return ExitCode.Done;
    }
}
