using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Components.Navigation;

namespace EventAdmin.Web.Features.Find;

/// <summary>What the address of the find page says.</summary>
public sealed record FindPageState
{
    private static readonly FindKind[] Listed = [FindKind.Correlation, FindKind.Causation, FindKind.Append, FindKind.Type];

    /// <summary>What is looked for; empty on the start page.</summary>
    public string Text { get; init; } = "";

    /// <summary>Lists the events of this kind of id instead of hits of every kind.</summary>
    public FindKind? Kind { get; init; }

    /// <summary>With a kind: the events after this position; null from the beginning.</summary>
    public FeedPosition? After { get; init; }

    /// <summary>What the address said that was not understood.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    public static FindPageState Parse(IEnumerable<KeyValuePair<string, string>> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var state = new FindPageState();
        var notUnderstood = new List<string>();
        foreach (var (name, value) in query)
        {
            var read = state.Read(name, value);
            if (read is null)
                notUnderstood.Add($"{name}={value}");
            state = read ?? state;
        }

        return state with { NotUnderstood = notUnderstood };
    }

    public static string Spell(FindKind kind) => kind switch
    {
        FindKind.Stream => "stream",
        FindKind.Event => "event",
        FindKind.Correlation => "correlation",
        FindKind.Causation => "causation",
        FindKind.Append => "append",
        FindKind.Type => "type",
        _ => throw new InvalidOperationException($"Expected a known kind, found {kind}."),
    };

    public string ToQuery() => AppUrls.Query(
        ("q", Text.Length is 0 ? null : Text),
        ("kind", Kind is { } kind ? Spell(kind) : null),
        ("after", After?.ToString()));

    public string ToUrl() => "/find" + ToQuery();

    public bool Equals(FindPageState? other) => other is not null && string.Equals(ToQuery(), other.ToQuery(), StringComparison.Ordinal);

    public override int GetHashCode() => ToQuery().GetHashCode(StringComparison.Ordinal);

    private FindPageState? Read(string name, string value) => name switch
    {
        "q" => this with { Text = value.Trim() },
        "kind" => Array.Find(Listed, kind => string.Equals(Spell(kind), value, StringComparison.Ordinal)) is var kind
            && string.Equals(Spell(kind), value, StringComparison.Ordinal) ? this with { Kind = kind } : null,
        "after" when FeedPosition.TryParse(value, out var after) => this with { After = after },
        _ => null,
    };
}
