namespace EventAdmin.Cli.Bench;

/// <summary>What is appended, how often and for how long.</summary>
internal sealed record LoadPlan
{
    /// <summary>What every stream that gets events starts with.</summary>
    public required string Prefix { get; init; }

    public required int Writers { get; init; }

    public required TimeSpan Duration { get; init; }

    public required int EventsPerAppend { get; init; }

    /// <summary>Bytes of data an event.</summary>
    public required int DataBytes { get; init; }

    public required int Streams { get; init; }
}
