using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.EventSourcing.Streams;

/// <summary>What became of a command. A value, not an exception; switch on every case.</summary>
public abstract record CommandResult
{
    private CommandResult()
    {
    }

    /// <summary>It was accepted, and what it led to is durable.</summary>
    /// <param name="Version">The stream's version after it; null when the stream has no events.</param>
    /// <param name="Events">What it led to; none when nothing needed to happen.</param>
    /// <param name="Position">The feed position of its last event; null without events.</param>
    public sealed record Done(StreamVersion? Version, IReadOnlyList<object> Events, FeedPosition? Position) : CommandResult;

    /// <summary>The rules forbid it.</summary>
    /// <param name="Reason">Why, for people.</param>
    public sealed record Rejected(string Reason) : CommandResult;

    /// <summary>Other writers were faster each time. Nothing was stored.</summary>
    /// <param name="Tries">How often it was decided.</param>
    public sealed record ConflictAfter(int Tries) : CommandResult;

    /// <summary>Not known: its events may or may not be stored. Look them up by the append id before trying anew.</summary>
    /// <param name="Append">The append's id.</param>
    public sealed record Unknown(AppendId Append) : CommandResult;

    /// <summary>The store refused to take it. Nothing was stored.</summary>
    /// <param name="Reason">Why, for code.</param>
    /// <param name="Detail">Why, for people.</param>
    public sealed record Refused(RefusalReason Reason, string Detail) : CommandResult;
}
