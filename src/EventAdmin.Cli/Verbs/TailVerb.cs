using System.CommandLine;
using EventAdmin.Cli.Tail;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Cli.Verbs;

/// <summary><c>tail</c>: events as they come, for ever, from where it stood.</summary>
internal static class TailVerb
{
    public static Command Create(VerbRunner runner)
    {
        var stream = new Option<string?>("--stream") { Description = "Only this stream.", HelpName = "S" };
        var category = new Option<string?>("--category") { Description = "Only this category.", HelpName = "C" };
        var types = Arguments.Types();
        var from = new Option<string>("--from")
        {
            Description = "Where to begin: start, now, or a position; a checkpoint that is there goes before it.",
            HelpName = "POSITION",
            DefaultValueFactory = _ => FeedSubscriptionRequest.Now,
        };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "Keep in this file how far it came, and go on from there.", HelpName = "FILE" };
        var output = new Option<string?>("--out") { Description = "Add lines of JSON to this file; with --checkpoint each event stands in it once, whatever happens.", HelpName = "FILE" };
        var untilCaughtUp = new Option<bool>("--until-caught-up") { Description = "End when nothing newer is there." };
        var full = new Option<bool>("--full") { Description = "On a terminal: each event with all its data." };
        var command = new Command("tail", "Show events as they are stored. A lost connection is made again, for ever, and nothing is missed.")
        {
            stream, category, types, from, checkpoint, output, untilCaughtUp, full,
        };
        runner.Run(command, (parsed, context, cancellationToken) => TailAsync(
            context,
            new TailPlan
            {
                Request = new FeedSubscriptionRequest
                {
                    Stream = parsed.GetValue(stream),
                    Category = parsed.GetValue(category),
                    Types = Arguments.SplitTypes(parsed.GetValue(types)),
                    After = parsed.GetRequiredValue(from),
                },
                CheckpointPath = parsed.GetValue(checkpoint),
                OutputPath = parsed.GetValue(output),
                EndsWhenCaughtUp = parsed.GetValue(untilCaughtUp),
                IsFull = parsed.GetValue(full),
            },
            cancellationToken));
        Examples.AddTo(
            command,
            ("tail", "whatever happens from now on"),
            ("tail --category order --types OrderPlaced --json | jq .data", "one kind, for a program"),
            ("tail --from start --checkpoint orders.pos --out orders.ndjson", "a copy that misses and repeats nothing, also after kill -9"));
        return command;
    }

    private static async Task<int> TailAsync(VerbContext context, TailPlan plan, CancellationToken cancellationToken)
    {
        using var givingUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, context.Screen.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(givingUp.Token, cancellationToken);
        var patience = context.Timeout(VerbContext.Endless);
        var client = new EventAdminClient(context.Http, context.Screen.Clock, new EventAdminClientOptions { FeedLogger = new FeedNotices(context.Screen, patience, givingUp) });
        try
        {
            return await new TailRun(context.Screen, plan).RunAsync(client, either.Token);
        }
        catch (OperationCanceledException) when (givingUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            context.Screen.Complain($"The connection did not come back in {Say.Duration(patience)}. {(plan.CheckpointPath is null ? "" : "The same command goes on from there.")}");
            return ExitCode.Unavailable;
        }
    }
}
