namespace EventAdmin.Web.Components.Find;

/// <summary>One place the find box can lead to.</summary>
public sealed record FindSuggestion
{
    public required string Text { get; init; }

    /// <summary>A few words beside it, such as a count or a time.</summary>
    public string? Detail { get; init; }

    public required string Url { get; init; }

    /// <summary>True when the text names exactly this: Enter goes there although other hits begin with it.</summary>
    public bool IsExact { get; init; }
}
