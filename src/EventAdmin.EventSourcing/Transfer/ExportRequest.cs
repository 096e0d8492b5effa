using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Transfer;

/// <summary>What is exported.</summary>
public sealed record ExportRequest
{
    /// <summary>Only this stream, by version; null for more than one stream, in feed order.</summary>
    public StreamId? Stream { get; init; }

    /// <summary>Only this category; null for all.</summary>
    public string? Category { get; init; }

    /// <summary>Also the system's streams, which no import takes.</summary>
    public bool IncludeSystem { get; init; }

    /// <summary>True: compressed with gzip.</summary>
    public bool Compress { get; init; }
}

/// <summary>How far an export is.</summary>
/// <param name="Events">Events written.</param>
/// <param name="Bytes">Bytes written, before compression.</param>
/// <param name="Elapsed">How long it took so far.</param>
public sealed record ExportProgress(long Events, long Bytes, TimeSpan Elapsed)
{
    /// <summary>Events a second so far.</summary>
    public double EventsPerSecond => Elapsed > TimeSpan.Zero ? Events / Elapsed.TotalSeconds : 0;
}
