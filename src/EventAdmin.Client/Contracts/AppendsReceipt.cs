namespace EventAdmin.Client.Contracts;

/// <summary>Where the events of an append to several streams stand.</summary>
public sealed record AppendsReceipt
{
    /// <summary>The append's id.</summary>
    public required Guid AppendId { get; init; }

    /// <summary>The streams that got events, in the request's order; those that were only a condition are left out.</summary>
    public required IReadOnlyList<StreamReceipt> Streams { get; init; }

    /// <summary>The feed position of the append's last event. Opaque.</summary>
    public required string Position { get; init; }

    /// <summary>When the store took them, in UTC.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>True when an earlier try had stored them and this one added nothing.</summary>
    public bool IsRepeat { get; init; }
}

/// <summary>Where the events of an append stand in one stream.</summary>
public sealed record StreamReceipt
{
    /// <summary>The stream.</summary>
    public required string Stream { get; init; }

    /// <summary>The version of the first event.</summary>
    public required long First { get; init; }

    /// <summary>The version of the last event.</summary>
    public required long Last { get; init; }
}
