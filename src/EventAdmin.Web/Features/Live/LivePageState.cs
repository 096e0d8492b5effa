using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Components.Navigation;

namespace EventAdmin.Web.Features.Live;

/// <summary>What the address of the Live page says.</summary>
public sealed record LivePageState
{
    /// <summary>Which events.</summary>
    public LiveFilter Filter { get; init; } = new();

    /// <summary>Shows the page of the feed beside this position instead of its live end; null for the end.</summary>
    public FeedPosition? From { get; init; }

    /// <summary>True: the page after <see cref="From"/>; false: the page before it.</summary>
    public bool IsForward { get; init; }

    /// <summary>False: the end of the feed as it stands, not followed.</summary>
    public bool IsLive { get; init; } = true;

    /// <summary>What the address said that was not understood, in words.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    /// <summary>True when the list follows the feed's end.</summary>
    public bool IsFollowing => IsLive && From is null;

    public static LivePageState Parse(IEnumerable<KeyValuePair<string, string>> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var state = new LivePageState();
        var notUnderstood = new List<string>();
        foreach (var (name, value) in query)
        {
            switch (name)
            {
                case "category":
                    state = state with { Filter = state.Filter with { Category = value } };
                    break;
                case "types":
                    state = state with { Filter = state.Filter with { Types = ParseTypes(value) } };
                    break;
                case "from" when FeedPosition.TryParse(value, out var from):
                    state = state with { From = from };
                    break;
                case "dir" when value is "forward" or "backward":
                    state = state with { IsForward = value == "forward" };
                    break;
                case "live" when value is "on" or "off":
                    state = state with { IsLive = value == "on" };
                    break;
                default:
                    notUnderstood.Add($"{name}={value}");
                    break;
            }
        }

        return state with { NotUnderstood = notUnderstood };
    }

    public string ToUrl() => AppUrls.Live + AppUrls.Query(
        ("category", Filter.Category),
        ("types", Filter.Types.Count == 0 ? null : string.Join(',', Filter.Types.Select(Uri.EscapeDataString))),
        ("from", From?.ToString()),
        ("dir", From is not null && IsForward ? "forward" : null),
        ("live", IsLive ? null : "off"));

    private static string[] ParseTypes(string value) =>
    [
        .. value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];
}
