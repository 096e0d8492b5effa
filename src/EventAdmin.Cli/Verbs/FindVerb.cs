using System.CommandLine;
using System.Text.Json;
using EventAdmin.Cli.Output;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client.Contracts;
using Spectre.Console;

namespace EventAdmin.Cli.Verbs;

/// <summary><c>find TEXT</c>: what a name or an id leads to.</summary>
internal static class FindVerb
{
    public static Command Create(VerbRunner runner)
    {
        var text = new Argument<string[]>("TEXT") { Description = "A name or the start of one, or any id.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("find", "Find streams, events, correlations and types by name or id.") { text };
        runner.Run(command, (parsed, context, cancellationToken) => FindAsync(context, string.Join(' ', parsed.GetRequiredValue(text)), cancellationToken));
        Examples.AddTo(
            command,
            ("find order-4711", "a stream"),
            ("find 0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11", "whatever has this id"),
            ("find OrderPlaced --json", "as JSON, one hit a line"));
        return command;
    }

    private static async Task<int> FindAsync(VerbContext context, string text, CancellationToken cancellationToken)
    {
        var screen = context.Screen;
        var found = await context.Client().FindAsync(text, cancellationToken);
        if (!screen.IsHuman)
        {
            foreach (var (group, hit) in found.Groups.SelectMany(group => group.Hits.Select(hit => (group, hit))))
                await screen.WriteJsonAsync(json => Write(json, group, hit), cancellationToken);
            return found.Groups.Count == 0 ? ExitCode.No : ExitCode.Done;
        }

        if (found.Groups.Count == 0)
        {
            screen.Line($"Nothing found. '{SafeText.Of(found.Text)}': {SafeText.Of(found.TakenAs)}.", Styles.Quiet);
            return ExitCode.No;
        }

        foreach (var group in found.Groups)
        {
            screen.Line(SafeText.Of(group.Name), Styles.Strong);
            foreach (var hit in group.Hits)
                screen.ShowLine(LineOf(hit, screen.Width));
            screen.Line();
        }

        return ExitCode.Done;
    }

    private static Paragraph LineOf(FindAnswerHit hit, int width)
    {
        var place = hit is { Stream: { } stream, Version: { } version } ? Say.It($"{stream} v{version}  ") : "";
        var room = Math.Max(width - 2, 16);
        var name = SafeText.Of(place + hit.Text, room);
        var line = new Paragraph { Overflow = Overflow.Ellipsis }.Append("  ").Append(name, hit.IsExact ? new Style(Styles.Name.Foreground, decoration: Decoration.Bold) : Styles.Name);
        return room - name.Length > 12 ? line.Append($"  {SafeText.Of(hit.Detail, room - name.Length - 2)}", Styles.Quiet) : line;
    }

    private static void Write(Utf8JsonWriter json, FindAnswerGroup group, FindAnswerHit hit)
    {
        json.WriteString("kind", hit.Kind);
        json.WriteString("group", group.Name);
        json.WriteString("text", hit.Text);
        json.WriteString("detail", hit.Detail);
        json.WriteBoolean("isExact", hit.IsExact);
        if (hit.Stream is not null)
            json.WriteString("stream", hit.Stream);
        if (hit.Version is { } version)
            json.WriteNumber("version", version);
        json.WriteString("page", hit.Page);
    }
}
