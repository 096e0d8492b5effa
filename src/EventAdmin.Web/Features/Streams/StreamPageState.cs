using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Components.Navigation;

namespace EventAdmin.Web.Features.Streams;

/// <summary>What the address of a stream's page says.</summary>
public sealed record StreamPageState
{
    public const int RowsDefault = 50;

    /// <summary>Versions that can be open in place at once.</summary>
    public const int OpenMax = 100;

    private static readonly int[] RowsAllowed = [25, RowsDefault, 100];

    /// <summary>The version at the top of the page, in the direction shown; null for the list's own beginning.</summary>
    public StreamVersion? From { get; init; }

    public bool IsOldestFirst { get; init; }

    /// <summary>Only these types, in ordinal order, each once; empty for all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Only events recorded at or after; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only events recorded at or before; null for all.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Counts what arrives while the page is open.</summary>
    public bool IsLive { get; init; } = true;

    /// <summary>Pages of rows that open in place, instead of one list that scrolls.</summary>
    public bool IsPages { get; init; }

    public int Rows { get; init; } = RowsDefault;

    /// <summary>In pages: the versions that are open in place, rising.</summary>
    public IReadOnlyList<long> Open { get; init; } = [];

    /// <summary>The version shown beside the list; null for none.</summary>
    public StreamVersion? Selected { get; init; }

    /// <summary>What the address said that was not understood.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    public bool HasFilter => Types.Count > 0 || Since is not null || Until is not null;

    /// <summary>One list that scrolls needs dense versions: any filter by type makes pages.</summary>
    public bool IsScroll => !IsPages && Types.Count is 0;

    /// <summary>The same list from its beginning, with nothing open.</summary>
    public StreamPageState FirstPage => this with { From = null, Open = [] };

    public StreamPageState WithoutFilter => FirstPage with { Types = [], Since = null, Until = null };

    public static StreamPageState Parse(IEnumerable<KeyValuePair<string, string>> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var state = new StreamPageState();
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

    public string ToQuery() => AppUrls.Query(
        ("from", From?.ToString()),
        ("dir", IsOldestFirst ? "forward" : null),
        ("types", Types.Count is 0 ? null : string.Join(',', Types.Select(Uri.EscapeDataString))),
        ("since", Since is { } since ? AppUrls.Instant(since) : null),
        ("until", Until is { } until ? AppUrls.Instant(until) : null),
        ("live", IsLive ? null : "off"),
        ("list", IsPages ? "pages" : null),
        ("rows", Rows is RowsDefault ? null : Rows.ToString(CultureInfo.InvariantCulture)),
        ("open", Open.Count is 0 ? null : string.Join(',', Open.Select(version => StreamVersion.Of(version).ToString()))),
        ("sel", Selected?.ToString()));

    public string ToUrl(StreamId stream) => AppUrls.Stream(stream.Value) + ToQuery();

    /// <summary>The same page with a type switched on or off.</summary>
    public StreamPageState Toggle(string type) => FirstPage with
    {
        Types = Types.Contains(type, StringComparer.Ordinal)
            ? [.. Types.Where(other => !string.Equals(other, type, StringComparison.Ordinal))]
            : [.. Types.Append(type).Order(StringComparer.Ordinal)],
    };

    /// <summary>The same page with a version opened or closed in place.</summary>
    public StreamPageState ToggleOpen(long version) => this with
    {
        Open = Open.Contains(version) ? [.. Open.Where(other => other != version)] : [.. Open.Append(version).Order().Take(OpenMax)],
    };

    public bool Equals(StreamPageState? other) => other is not null && string.Equals(ToQuery(), other.ToQuery(), StringComparison.Ordinal);

    public override int GetHashCode() => ToQuery().GetHashCode(StringComparison.Ordinal);

    private StreamPageState? Read(string name, string value) => (name, value) switch
    {
        ("from", _) when StreamVersion.TryParse(value, out var from) => this with { From = from },
        ("dir", "forward") => this with { IsOldestFirst = true },
        ("dir", "backward") => this with { IsOldestFirst = false },
        ("types", { Length: > 0 }) => this with { Types = ReadTypes(value) },
        ("since", _) when TryReadInstant(value, out var since) => this with { Since = since },
        ("until", _) when TryReadInstant(value, out var until) => this with { Until = until },
        ("live", "on") => this with { IsLive = true },
        ("live", "off") => this with { IsLive = false },
        ("list", "pages") => this with { IsPages = true },
        ("list", "scroll") => this with { IsPages = false },
        ("rows", _) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && RowsAllowed.Contains(rows) =>
            this with { Rows = rows },
        ("open", _) when ReadOpen(value) is { } open => this with { Open = open },
        ("sel", _) when StreamVersion.TryParse(value, out var selected) => this with { Selected = selected },
        _ => null,
    };

    private static string[] ReadTypes(string value) =>
    [
        .. value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private static long[]? ReadOpen(string value)
    {
        var versions = new SortedSet<long>();
        foreach (var text in value.Split(','))
        {
            if (!StreamVersion.TryParse(text, out var version))
                return null;
            versions.Add(version.Value);
        }

        return [.. versions.Take(OpenMax)];
    }

    private static bool TryReadInstant(string value, out DateTimeOffset instant) =>
        DateTimeOffset.TryParse(
            value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant)
        && value.EndsWith('Z');
}
