namespace EventAdmin.Client.Contracts;

/// <summary>An append to one stream, as it travels to <c>POST /api/streams/{stream}/events</c>.</summary>
public sealed record AppendBody
{
    /// <summary>What is expected of the stream: <c>any</c>, <c>no-stream</c>, <c>stream-exists</c>, or its newest version (<c>v57</c>).</summary>
    public string Expected { get; init; } = "any";

    /// <summary>Names the append in every try; null to name it by its events' ids.</summary>
    public Guid? AppendId { get; init; }

    /// <summary>The events, in order; 1 to 128.</summary>
    public required IReadOnlyList<AppendEvent> Events { get; init; }
}
