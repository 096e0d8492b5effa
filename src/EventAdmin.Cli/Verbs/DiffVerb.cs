using System.CommandLine;
using System.Text.Json;
using EventAdmin.Cli.Output;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;
using Spectre.Console;

namespace EventAdmin.Cli.Verbs;

/// <summary><c>diff STREAM [OTHER]</c>: two states, field by field.</summary>
internal static class DiffVerb
{
    public static Command Create(VerbRunner runner)
    {
        var stream = Arguments.Stream(runner);
        var other = Arguments.Stream(runner, "OTHER", "Another stream, to compare with.");
        other.Arity = ArgumentArity.ZeroOrOne;
        var from = new Option<string?>("--from") { Description = "The first moment: a version, a date or a time, now or empty. Default: empty for one stream, now for two.", HelpName = "MOMENT" };
        var to = new Option<string?>("--to") { Description = "The second moment. Default: now.", HelpName = "MOMENT" };
        var by = ReplayVerb.By();
        var reducer = ReplayVerb.As();
        var command = new Command("diff", "Compare a stream's state at two moments, or two streams, field by field.") { stream, other, from, to, by, reducer };
        runner.Run(command, (parsed, context, cancellationToken) =>
        {
            var first = parsed.GetRequiredValue(stream);
            var second = parsed.GetValue(other) is { Length: > 0 } named ? named : null;
            return DiffAsync(
                context,
                MakeRequest(first, Arguments.Moment(parsed.GetValue(from), "--from") ?? (second is null ? "empty" : "now")),
                MakeRequest(second ?? first, Arguments.Moment(parsed.GetValue(to), "--to") ?? "now"),
                cancellationToken);

            ReplayRequest MakeRequest(string of, string at) => new()
            {
                Stream = of,
                At = at,
                By = IsInstant(at) ? parsed.GetValue(by) : null,
                As = parsed.GetValue(reducer),
            };
        });
        Examples.AddTo(
            command,
            ("diff order-1 --from v3 --to v9", "what six events changed"),
            ("diff order-1 --from 2026-03-01", "what happened to it since then"),
            ("diff order-1 order-2", "two streams as they are now"),
            ("diff order-1 --from v3 --json; echo $?", "for a script: 0 the same, 1 different"));
        return command;
    }

    private static bool IsInstant(string at) => at.Contains('T', StringComparison.Ordinal);

    private static async Task<int> DiffAsync(VerbContext context, ReplayRequest from, ReplayRequest to, CancellationToken cancellationToken)
    {
        var client = context.Client();
        var before = await ReplayVerb.FindAsync(client, from, cancellationToken);
        var after = await ReplayVerb.FindAsync(client, to, cancellationToken);
        var differences = StateFields.Compare(before.State, after.State);
        var screen = context.Screen;
        if (!screen.IsHuman)
        {
            foreach (var difference in differences)
                await screen.WriteJsonAsync(json => Write(json, difference), cancellationToken);
        }
        else if (differences.Count == 0)
        {
            screen.Line($"The same: {NameOf(before, after)} and {NameOf(after, before)}.", Styles.Good);
        }
        else
        {
            screen.Show(TableOf(differences, NameOf(before, after), NameOf(after, before), screen.Width));
            screen.Line(Summary(differences), Styles.Quiet);
        }

        return differences.Count == 0 ? ExitCode.Done : ExitCode.No;
    }

    private static string NameOf(StreamState state, StreamState other)
    {
        var version = state.Version is { } number ? Say.It($"v{number}") : "empty";
        return SafeText.Of(state.Stream == other.Stream ? version : $"{state.Stream} {version}");
    }

    private static Table TableOf(IReadOnlyList<FieldDifference> differences, string from, string to, int width)
    {
        var valueMax = Math.Max((width - 12) / 3, 10);
        var table = Tables.Plain().AddColumn(Tables.Column("Field")).AddColumn(Tables.Column(from)).AddColumn(Tables.Column(to));
        foreach (var difference in differences)
        {
            table.AddRow(
                new Text(SafeText.Of(difference.Path, Math.Max(width - (2 * valueMax) - 12, 10)), Styles.Name),
                Value(difference.From, Styles.Removed),
                Value(difference.To, Styles.Good));
        }

        return table;

        Text Value(string? value, Style style) => value is null ? new Text("–", Styles.Quiet) : new Text(SafeText.Of(value, valueMax), style);
    }

    private static string Summary(IReadOnlyList<FieldDifference> differences)
    {
        var counts = differences.CountBy(difference => difference.Kind).ToDictionary();
        string[] kinds = ["changed", "added", "removed"];
        return $"{string.Join(", ", kinds.Where(counts.ContainsKey).Select(kind => $"{Say.Plural(counts[kind], "field")} {kind}"))}.";
    }

    private static void Write(Utf8JsonWriter json, FieldDifference difference)
    {
        json.WriteString("path", difference.Path);
        json.WriteString("kind", difference.Kind);
        WriteValue(json, "from", difference.From);
        WriteValue(json, "to", difference.To);
    }

    private static void WriteValue(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
            return;
        json.WritePropertyName(name);
        EventJson.WriteRaw(json, System.Text.Encoding.UTF8.GetBytes(value));
    }
}
