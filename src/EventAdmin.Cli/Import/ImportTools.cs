using EventAdmin.Cli.Terminal;

namespace EventAdmin.Cli.Import;

/// <summary>What an import has at hand.</summary>
internal sealed record ImportTools
{
    public required Screen Screen { get; init; }

    public required Uri Server { get; init; }

    /// <summary>How long one append is tried.</summary>
    public required TimeSpan Patience { get; init; }

    public required ProgressLine Progress { get; init; }

    public required RetryLine Retries { get; init; }

    /// <summary>Where bad lines go; null to stop at the first.</summary>
    public FileStream? Rejects { get; init; }

    /// <summary>Where it is kept how far the import came; null for the standard input, which can't be read again.</summary>
    public ImportCheckpointFile? Checkpoints { get; init; }

    /// <summary>Events that an earlier run dealt with, which this one was not slow or fast in.</summary>
    public long EventsBefore { get; init; }
}

/// <summary>How far an import came.</summary>
internal sealed record ImportTotal
{
    public long Lines { get; init; }

    public long Added { get; init; }

    public long AlreadyThere { get; init; }

    public long Rejected { get; init; }
}

/// <summary>A line that can't be imported.</summary>
internal sealed record BadLine(long Number, string Reason)
{
    /// <summary>Most lines that are kept to be named.</summary>
    public const int KeptMax = 10;
}
