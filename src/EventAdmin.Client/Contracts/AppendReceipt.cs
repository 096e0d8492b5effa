namespace EventAdmin.Client.Contracts;

/// <summary>Where the events of an append stand.</summary>
public sealed record AppendReceipt
{
    /// <summary>The append's id.</summary>
    public required Guid AppendId { get; init; }

    /// <summary>The stream.</summary>
    public required string Stream { get; init; }

    /// <summary>The version of the first event.</summary>
    public required long First { get; init; }

    /// <summary>The version of the last event.</summary>
    public required long Last { get; init; }

    /// <summary>The feed position of the last event. Opaque.</summary>
    public required string Position { get; init; }

    /// <summary>When the store took them, in UTC.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>True when an earlier try had stored them and this one added nothing.</summary>
    public bool IsRepeat { get; init; }
}
