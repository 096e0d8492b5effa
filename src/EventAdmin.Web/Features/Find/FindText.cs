using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Web.Features.Find;

/// <summary>What a text in the find box can be taken for.</summary>
public sealed record FindText
{
    private const string UrnPrefix = "urn:uuid:";

    /// <summary>As typed, without white space around it.</summary>
    public required string Text { get; init; }

    /// <summary>A version of the open stream; null without one.</summary>
    public StreamVersion? Version { get; init; }

    /// <summary>A GUID in any usual spelling.</summary>
    public Guid? Id { get; init; }

    /// <summary>A place in the feed.</summary>
    public FeedPosition? Position { get; init; }

    /// <summary>The known category that it begins with, before a <c>-</c>; or the system's sign.</summary>
    public string? Category { get; init; }

    /// <summary>What it was taken for, in words.</summary>
    public string TakenAs => this switch
    {
        { Version: { } version } => $"taken as version {version} of the open stream",
        { Id: not null } => "looks like an id: of an event, a correlation, a cause or an append",
        { Position: { } position } => $"taken as the place {position} in the feed",
        { Category: { } category } => $"starts like a stream of {category}",
        _ => "taken as the beginning of a name",
    };

    public static FindText Read(string text, StreamId? openStream, IEnumerable<string> categories)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(categories);
        var trimmed = text.Trim();
        var found = new FindText { Text = trimmed };
        if (openStream is not null && StreamVersion.TryParse(trimmed, out var version))
            return found with { Version = version };
        if (Guid.TryParse(WithoutUrn(trimmed), out var id))
            return found with { Id = id };
        if (FeedPosition.TryParse(trimmed, out var position))
            return found with { Position = position };
        if (trimmed.StartsWith('$'))
            return found with { Category = "the system" };
        var dash = trimmed.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && categories.Contains(trimmed[..dash], StringComparer.Ordinal) ? found with { Category = trimmed[..dash] } : found;
    }

    private static string WithoutUrn(string text) => text.StartsWith(UrnPrefix, StringComparison.OrdinalIgnoreCase) ? text[UrnPrefix.Length..] : text;
}
