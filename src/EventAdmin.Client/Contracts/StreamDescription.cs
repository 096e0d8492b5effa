namespace EventAdmin.Client.Contracts;

/// <summary>A stream as it stands: the answer of <c>GET /api/streams/{stream}</c>.</summary>
public sealed record StreamDescription
{
    /// <summary>The stream's id.</summary>
    public required string Stream { get; init; }

    /// <summary>Its category: the text before the first <c>-</c>.</summary>
    public required string Category { get; init; }

    /// <summary>The newest version.</summary>
    public required long Version { get; init; }

    /// <summary>The first version that still counts; above 0 where the stream was deleted and went on.</summary>
    public required long FirstVersion { get; init; }

    /// <summary>The number of events that count.</summary>
    public required long Count { get; init; }

    /// <summary>The bytes of data ever stored in it.</summary>
    public required long Bytes { get; init; }

    /// <summary>The recorded time of its first event ever, in UTC.</summary>
    public required DateTimeOffset FirstRecordedAt { get; init; }

    /// <summary>The recorded time of its newest event, in UTC.</summary>
    public required DateTimeOffset LastRecordedAt { get; init; }

    /// <summary>The feed position of its newest event. Opaque.</summary>
    public required string Position { get; init; }
}
