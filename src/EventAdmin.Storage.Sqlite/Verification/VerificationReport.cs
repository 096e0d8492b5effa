using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Sqlite.Verification;

/// <summary>How far a verification has come.</summary>
/// <param name="Events">Events that were held against their hashes.</param>
/// <param name="Of">Events in the store when it began.</param>
/// <param name="Bytes">Bytes of their data.</param>
public sealed record VerificationProgress(long Events, long Of, long Bytes);

/// <summary>What a whole store is worth: every event against its hash, every stream's chain, every position.</summary>
public sealed record VerificationReport
{
    /// <summary>Events that were looked at.</summary>
    public required long Events { get; init; }

    /// <summary>Streams that they belong to.</summary>
    public required long Streams { get; init; }

    /// <summary>Bytes of their data.</summary>
    public required long Bytes { get; init; }

    /// <summary>The first bad version of each damaged stream, in the order in which they were met.</summary>
    public required IReadOnlyList<QuarantinedStream> Damaged { get; init; }

    /// <summary>What is wrong with the file as a whole, a sentence each.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>True when nothing is wrong.</summary>
    public bool IsSound => Damaged.Count == 0 && Problems.Count == 0;
}
