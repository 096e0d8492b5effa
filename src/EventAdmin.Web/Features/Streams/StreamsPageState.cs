using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Components.Navigation;

namespace EventAdmin.Web.Features.Streams;

/// <summary>What the address of the list of streams says.</summary>
public sealed record StreamsPageState
{
    /// <summary>Only names that start so; empty for all.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Only this category; null for all.</summary>
    public string? Category { get; init; }

    /// <summary>Null for what suits: by name below a prefix, by last change otherwise.</summary>
    public StreamSort? Sort { get; init; }

    /// <summary>By name: the page after this stream. By change: the page before this position. Null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>By name: the page before this stream.</summary>
    public string? Before { get; init; }

    /// <summary>Also the streams of the system.</summary>
    public bool IncludeSystem { get; init; }

    /// <summary>What the address said that was not understood.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    public StreamSort EffectiveSort => Sort ?? (Prefix.Length > 0 ? StreamSort.Name : StreamSort.Changed);

    /// <summary>True on a later page than the first.</summary>
    public bool IsPaged => After is not null || Before is not null;

    /// <summary>The same list from its beginning.</summary>
    public StreamsPageState FirstPage => this with { After = null, Before = null };

    public static StreamsPageState Parse(IEnumerable<KeyValuePair<string, string>> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var state = new StreamsPageState();
        var notUnderstood = new List<string>();
        foreach (var (name, value) in query)
        {
            var read = state.Read(name, value);
            if (read is null)
                notUnderstood.Add($"{name}={value}");
            state = read ?? state;
        }

        if (state is { EffectiveSort: StreamSort.Changed, Before: { } before })
        {
            notUnderstood.Add($"before={before}");
            state = state with { Before = null };
        }

        if (state.After is { } after && !IsPlace(after, state.EffectiveSort))
        {
            notUnderstood.Add($"after={after}");
            state = state with { After = null };
        }

        return state with { NotUnderstood = notUnderstood };
    }

    public string ToQuery() => AppUrls.Query(
        ("prefix", Prefix.Length is 0 ? null : Prefix),
        ("category", Category),
        ("sort", Sort switch { StreamSort.Name => "name", StreamSort.Changed => "changed", _ => null }),
        ("after", After),
        ("before", Before),
        ("sys", IncludeSystem ? "1" : null));

    public string ToUrl() => AppUrls.Streams() + ToQuery();

    public bool Equals(StreamsPageState? other) => other is not null && string.Equals(ToQuery(), other.ToQuery(), StringComparison.Ordinal);

    public override int GetHashCode() => ToQuery().GetHashCode(StringComparison.Ordinal);

    private StreamsPageState? Read(string name, string value) => (name, value) switch
    {
        ("prefix", _) => this with { Prefix = value },
        ("category", { Length: > 0 }) => this with { Category = value },
        ("sort", "name") => this with { Sort = StreamSort.Name },
        ("sort", "changed") => this with { Sort = StreamSort.Changed },
        ("after", { Length: > 0 }) => this with { After = value },
        ("before", { Length: > 0 }) when StreamId.TryParse(value, out _) => this with { Before = value },
        ("sys", "1") => this with { IncludeSystem = true },
        _ => null,
    };

    private static bool IsPlace(string after, StreamSort sort) =>
        sort is StreamSort.Name ? StreamId.TryParse(after, out _) : FeedPosition.TryParse(after, out _);
}
