using EventAdmin.Cli.Terminal;
using EventAdmin.Client.Contracts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EventAdmin.Cli.Output;

/// <summary>All of one event, under a rule with its place and type.</summary>
internal static class EventDetails
{
    public static IRenderable Of(FeedEvent e, int width)
    {
        var head = SafeText.Of(Say.It($"{e.Stream} v{e.Version}  {e.Type}"), Math.Max(width - 8, 8));
        var rule = new Rule(Markup.Escape(head)) { Justification = Justify.Left, Style = Styles.Quiet };
        return new Rows(rule, Facts.Of(FactsOf(e)), DataOf(e), new Text(""));
    }

    private static IEnumerable<(string Name, string? Value)> FactsOf(FeedEvent e)
    {
        yield return ("id", e.Id.ToString());
        yield return ("recorded", Say.ExactInstant(e.RecordedAt));
        yield return ("occurred", e.OccurredAt == e.RecordedAt ? null : Say.ExactInstant(e.OccurredAt));
        yield return ("actor", e.Actor);
        yield return ("correlation", e.CorrelationId);
        yield return ("causation", e.CausationId);
        yield return ("source", e.Source);
        yield return ("schema", e.SchemaVersion == 1 ? null : Say.It($"version {e.SchemaVersion}"));
        yield return ("data", e.ContentType == "application/json" ? null : e.ContentType);
        foreach (var (name, value) in e.Extensions.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            yield return (name, value);
    }

    private static IRenderable DataOf(FeedEvent e) => e.Bytes is { } bytes
        ? new Text($"{Say.Size(bytes.Length)} that are no text", Styles.Quiet)
        : PrettyJson.Of(e.GetData());
}
