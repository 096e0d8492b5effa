using System.IO.Hashing;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Testing.Histories;

/// <summary>An event by its id and the hash of its data: enough to tell whether it is the one that was sent.</summary>
/// <param name="Id">The id.</param>
/// <param name="Content">A hash of the data.</param>
public readonly record struct EventPrint(EventId Id, UInt128 Content)
{
    /// <summary>The print of an event as it was sent.</summary>
    public static EventPrint Of(NewEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return new EventPrint(e.Id, XxHash128.HashToUInt128(e.Data.Span));
    }

    /// <summary>The print of an event as it was read.</summary>
    public static EventPrint Of(RecordedEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return new EventPrint(e.Id, XxHash128.HashToUInt128(e.Data.Span));
    }
}

/// <summary>
/// One try of an append. Times are of one monotonic clock that all clients of a history share; a try that was never answered has no return.
/// </summary>
public sealed record AppendAttempt
{
    /// <summary>Who tried.</summary>
    public required int Client { get; init; }

    /// <summary>The append's id, the same in every try.</summary>
    public required AppendId Append { get; init; }

    /// <summary>What was asked of each stream.</summary>
    public required IReadOnlyList<AttemptedStream> Streams { get; init; }

    /// <summary>When it was sent.</summary>
    public required long Invoked { get; init; }

    /// <summary>When it was answered; <see cref="long.MaxValue"/> when it never was.</summary>
    public required long Returned { get; init; }

    /// <summary>What is known of it.</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>True when it may have stored something: it was confirmed, or nobody knows.</summary>
    public bool MayHaveRun => Outcome is AttemptOutcome.Ok or AttemptOutcome.Unknown;

    /// <summary>What was asked of a stream; null when it does not name it.</summary>
    public AttemptedStream? PartOf(StreamId stream)
    {
        foreach (var part in Streams)
        {
            if (part.Stream == stream)
                return part;
        }

        return null;
    }
}

/// <summary>What one append asks of one stream.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Expected">What it expects of it.</param>
/// <param name="Events">The events, in order; none where the stream is a condition alone.</param>
public sealed record AttemptedStream(StreamId Stream, ExpectedVersion Expected, IReadOnlyList<EventPrint> Events);

/// <summary>What is known of one try.</summary>
public abstract record AttemptOutcome
{
    private AttemptOutcome()
    {
    }

    /// <summary>Confirmed.</summary>
    /// <param name="Firsts">The version of the first event in each stream.</param>
    public sealed record Ok(IReadOnlyDictionary<StreamId, long> Firsts) : AttemptOutcome;

    /// <summary>Refused: a stream is not as expected.</summary>
    /// <param name="Stream">The stream.</param>
    /// <param name="Actual">Its newest version; -1 when it has no events.</param>
    /// <param name="IsCached">True when the version is what somebody remembered, not what was so at that moment.</param>
    public sealed record Conflict(StreamId Stream, long Actual, bool IsCached) : AttemptOutcome;

    /// <summary>Refused for another reason: this try stored nothing, and never will.</summary>
    /// <param name="Why">The reason.</param>
    public sealed record Fail(string Why) : AttemptOutcome;

    /// <summary>It may or may not be stored, now or later.</summary>
    public sealed record Unknown : AttemptOutcome;
}

/// <summary>One read of a stream that was answered.</summary>
public sealed record ReadAttempt
{
    /// <summary>Who read.</summary>
    public required int Client { get; init; }

    /// <summary>The stream.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>When it was sent.</summary>
    public required long Invoked { get; init; }

    /// <summary>When it was answered.</summary>
    public required long Returned { get; init; }

    /// <summary>True when it promised to see every append that was acknowledged before it began.</summary>
    public required bool IsStrong { get; init; }

    /// <summary>How many events the stream had by it.</summary>
    public required long Length { get; init; }

    /// <summary>The events that it showed, in order.</summary>
    public required IReadOnlyList<SeenEvent> Events { get; init; }
}

/// <summary>An event as a read showed it.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Print">What it was.</param>
public readonly record struct SeenEvent(long Version, EventPrint Print);

/// <summary>An event of the final content of a stream.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Print">What it is.</param>
/// <param name="Append">The append that it names as its own.</param>
/// <param name="Damage">What is wrong with it by the store's own word; null when nothing is.</param>
public sealed record StoredEvent(long Version, EventPrint Print, AppendId Append, string? Damage = null);
