using EventAdmin.Web.Components.Lists;

namespace EventAdmin.Web.Features.Find;

/// <summary>Hits of one kind of thing.</summary>
public sealed record FindGroup
{
    /// <summary>Such as "Streams".</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<FindHit> Hits { get; init; }

    /// <summary>Where the hits beyond these are; null when these are all.</summary>
    public string? MoreUrl { get; init; }
}

/// <summary>One place that a text leads to.</summary>
public sealed record FindHit
{
    public required FindKind Kind { get; init; }

    public required string Text { get; init; }

    /// <summary>A few words beside it.</summary>
    public required string Detail { get; init; }

    public required string Url { get; init; }

    /// <summary>True when the text names exactly this.</summary>
    public bool IsExact { get; init; }

    /// <summary>The stream, where the hit is one.</summary>
    public string? Stream { get; init; }

    /// <summary>The event, where the hit is one.</summary>
    public EventRow? Row { get; init; }
}
