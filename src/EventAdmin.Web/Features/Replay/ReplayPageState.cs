using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.Web.Components.Navigation;

namespace EventAdmin.Web.Features.Replay;

/// <summary>What the address of the time machine says.</summary>
public sealed record ReplayPageState
{
    /// <summary>The stream.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>When.</summary>
    public Moment At { get; init; } = Moment.Now;

    /// <summary>The moment to compare with; null for the version before.</summary>
    public Moment? Versus { get; init; }

    /// <summary>True when an instant means occurred time.</summary>
    public bool IsByOccurred { get; init; }

    /// <summary>The reducer's name; null for the category's default.</summary>
    public string? Reducer { get; init; }

    /// <summary>The field whose history is open; null for none.</summary>
    public string? Field { get; init; }

    /// <summary>What the address said that was not understood, in words.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    public static ReplayPageState Parse(StreamId stream, IEnumerable<KeyValuePair<string, string>> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var values = query.ToList();
        var isByOccurred = values.Exists(pair => pair is { Key: "by", Value: "occurred" });
        var state = new ReplayPageState { Stream = stream, IsByOccurred = isByOccurred };
        var notUnderstood = new List<string>();
        foreach (var (name, value) in values)
        {
            switch (name)
            {
                case "at" when Moment.TryParse(value, isByOccurred, out var at):
                    state = state with { At = at };
                    break;
                case "vs" when Moment.TryParse(value, isByOccurred, out var versus):
                    state = state with { Versus = versus };
                    break;
                case "by" when value is "occurred" or "recorded":
                    break;
                case "as" when value.Length > 0:
                    state = state with { Reducer = value };
                    break;
                case "field" when value.Length > 0:
                    state = state with { Field = value };
                    break;
                default:
                    notUnderstood.Add($"{name}={value}");
                    break;
            }
        }

        return state with { NotUnderstood = notUnderstood };
    }

    public string ToUrl() => AppUrls.Replay(Stream.Value) + AppUrls.Query(
        ("at", At is Moment.Newest ? null : At.ToString()),
        ("by", IsByOccurred ? "occurred" : null),
        ("vs", Versus is null ? null : Versus is Moment.Newest ? "now" : Versus.ToString()),
        ("as", Reducer),
        ("field", Field));

    /// <summary>The same page at another version, with nothing open that belonged to the old one.</summary>
    public ReplayPageState AtVersion(StreamVersion? version) => this with
    {
        At = version is { } at ? new Moment.AtVersion(at) : Moment.Empty,
        IsByOccurred = false,
        Field = null,
    };
}
