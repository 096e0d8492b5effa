namespace EventAdmin.Client.Contracts;

/// <summary>An atomic append to several streams, as it travels to <c>POST /api/appends</c>: all of it is stored or none.</summary>
public sealed record AppendsBody
{
    /// <summary>Names the append in every try; null to name it by its streams and events' ids.</summary>
    public Guid? AppendId { get; init; }

    /// <summary>The streams, each named once; 1 to 128 events over all of them.</summary>
    public required IReadOnlyList<StreamAppendBody> Streams { get; init; }
}

/// <summary>The part of an append that one stream gets.</summary>
public sealed record StreamAppendBody
{
    /// <summary>The stream's id.</summary>
    public required string Stream { get; init; }

    /// <summary>What is expected of the stream: <c>any</c>, <c>no-stream</c>, <c>stream-exists</c>, or its newest version (<c>v57</c>).</summary>
    public string Expected { get; init; } = "any";

    /// <summary>The events, in order; empty for a stream that is only named as a condition.</summary>
    public IReadOnlyList<AppendEvent> Events { get; init; } = [];
}
