namespace EventAdmin.EventSourcing.Transfer;

/// <summary>How a file is imported.</summary>
public sealed record ImportOptions
{
    /// <summary>Stop at the first bad line; nothing is rejected.</summary>
    public static readonly ImportOptions Default = new();

    /// <summary>Where bad lines go, as they came; null: the first bad line stops the import. Not closed by the import.</summary>
    public Stream? Rejects { get; init; }

    /// <summary>The longest line, in bytes. Default 8 MiB.</summary>
    public int LineBytesMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>How long an append whose outcome is unknown, or that met a busy store, is tried again. Default 1 min.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The size of the input in bytes, where it is known, for progress.</summary>
    public long? BytesTotal { get; init; }
}

/// <summary>A line that could not be imported.</summary>
/// <param name="Number">The line's number, from 1.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record BadLine(long Number, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {Number}: {Reason}");
}

/// <summary>How far an import is.</summary>
public sealed record ImportProgress
{
    /// <summary>Lines read.</summary>
    public required long Lines { get; init; }

    /// <summary>Bytes of the input read, as they came (compressed, when they were).</summary>
    public required long Bytes { get; init; }

    /// <summary>The size of the input in bytes; null where it is not known.</summary>
    public long? BytesTotal { get; init; }

    /// <summary>Events that are durable and were not there before.</summary>
    public required long Added { get; init; }

    /// <summary>Events that were there already.</summary>
    public required long AlreadyThere { get; init; }

    /// <summary>Bad lines.</summary>
    public required long Rejected { get; init; }

    /// <summary>How long it took so far.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Events a second so far, those that were there already among them.</summary>
    public double EventsPerSecond => Elapsed > TimeSpan.Zero ? (Added + AlreadyThere) / Elapsed.TotalSeconds : 0;
}

/// <summary>What became of an import.</summary>
public sealed record ImportResult
{
    /// <summary>How far it came.</summary>
    public required ImportProgress Total { get; init; }

    /// <summary>The first bad lines, at most <see cref="BadLinesMax"/>; <see cref="ImportProgress.Rejected"/> counts all.</summary>
    public required IReadOnlyList<BadLine> BadLines { get; init; }

    /// <summary>The bad line that stopped it; null when none did.</summary>
    public BadLine? StoppedAt { get; init; }

    /// <summary>Why the store stopped it; null when it did not. The same file again goes on from there.</summary>
    public string? StoreProblem { get; init; }

    /// <summary>Most bad lines that a result names.</summary>
    public const int BadLinesMax = 100;

    /// <summary>True when every line was read and each good one is durable.</summary>
    public bool IsComplete => StoppedAt is null && StoreProblem is null;
}
