using System.CommandLine;
using EventAdmin.Cli.Output;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;
using Spectre.Console;

namespace EventAdmin.Cli.Verbs;

/// <summary><c>streams [PREFIX]</c>: the catalogue by name.</summary>
internal static class StreamsVerb
{
    private const int LimitOnTerminal = 100;

    public static Command Create(VerbRunner runner)
    {
        var prefix = Arguments.Stream(runner, "PREFIX", "Only streams whose id starts so.");
        prefix.Arity = ArgumentArity.ZeroOrOne;
        var category = new Option<string?>("--category") { Description = "Only this category.", HelpName = "C" };
        var limit = Arguments.Limit(LimitOnTerminal);
        var command = new Command("streams", "List streams by name.") { prefix, category, limit };
        runner.Run(command, (parsed, context, cancellationToken) =>
        {
            var request = new StreamsRequest { Prefix = parsed.GetValue(prefix) is { Length: > 0 } text ? text : null, Category = parsed.GetValue(category) };
            return ListAsync(context, request, Arguments.CountMax(parsed.GetValue(limit), context.Screen.IsHuman, LimitOnTerminal), cancellationToken);
        });
        Examples.AddTo(
            command,
            ("streams", "the first ones"),
            ("streams order-2026 --limit 0", "all whose id starts so"),
            ("streams --category order --json | jq -r .stream", "ids alone, for a program"));
        return command;
    }

    private static async Task<int> ListAsync(VerbContext context, StreamsRequest request, int countMax, CancellationToken cancellationToken)
    {
        var screen = context.Screen;
        var shown = new List<StreamDescription>();
        var count = 0;
        var hasMore = false;
        await foreach (var stream in context.Client(pageSize: Math.Clamp(countMax, 1, 256)).ListStreamsAsync(request, cancellationToken))
        {
            if (hasMore = count == countMax)
                break;
            count++;
            if (screen.IsHuman)
                shown.Add(stream);
            else
                await screen.WriteJsonAsync(json => Write(json, stream), cancellationToken);
        }

        if (!screen.IsHuman)
            return count == 0 ? ExitCode.No : ExitCode.Done;
        if (count == 0)
        {
            screen.Line(request is { Prefix: null, Category: null } ? "The store has no streams. `eventadmin import` or `append` brings events in." : "No stream matches.", Styles.Quiet);
            return ExitCode.No;
        }

        screen.Show(TableOf(shown, screen.Width));
        screen.Line(hasMore ? $"There are more than {Say.Count(count)}: --limit 0 for all." : Say.Plural(count, "stream"), Styles.Quiet);
        return ExitCode.Done;
    }

    private static Table TableOf(List<StreamDescription> streams, int width)
    {
        var isNarrow = width < 64;
        var table = Tables.Plain().AddColumn(Tables.Column("Stream")).AddColumn(Tables.Column("Events").RightAligned());
        if (!isNarrow)
            table.AddColumn(Tables.Column("Size").RightAligned());
        table.AddColumn(Tables.Column("Last event"));
        foreach (var stream in streams)
        {
            List<Text> row = [new Text(SafeText.Of(stream.Stream), Styles.Name), new Text(Say.Count(stream.Count))];
            if (!isNarrow)
                row.Add(new Text(Say.Size(stream.Bytes), Styles.Quiet));
            row.Add(new Text(Say.Instant(stream.LastRecordedAt), Styles.Quiet));
            table.AddRow(row);
        }

        return table;
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, StreamDescription stream)
    {
        json.WriteString("stream", stream.Stream);
        json.WriteString("category", stream.Category);
        json.WriteNumber("version", stream.Version);
        json.WriteNumber("firstVersion", stream.FirstVersion);
        json.WriteNumber("count", stream.Count);
        json.WriteNumber("bytes", stream.Bytes);
        json.WriteString("firstRecordedAt", stream.FirstRecordedAt.UtcDateTime);
        json.WriteString("lastRecordedAt", stream.LastRecordedAt.UtcDateTime);
        json.WriteString("position", stream.Position);
    }
}
