namespace EventAdmin.Web.Components.Find;

/// <summary>Hits of one kind; at most five are shown.</summary>
public sealed record FindSuggestionGroup
{
    public const int ShownMax = 5;

    /// <summary>Such as "Streams".</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<FindSuggestion> Suggestions { get; init; }

    /// <summary>What the text was taken for, such as "looks like an event id"; null to say nothing.</summary>
    public string? TakenAs { get; init; }
}
