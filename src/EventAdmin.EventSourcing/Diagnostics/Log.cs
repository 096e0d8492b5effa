using EventAdmin.EventSourcing.Events;
using Microsoft.Extensions.Logging;

namespace EventAdmin.EventSourcing.Diagnostics;

/// <summary>Every log message of the engine. Ids 1000 to 1999, never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Information, Message = "Feed follows the store from {Position}")]
    public static partial void FeedStarted(this ILogger logger, FeedPosition position);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "Feed could not be read after {Position}; trying again in {Delay}")]
    public static partial void FeedReadFailed(this ILogger logger, Exception exception, FeedPosition position, TimeSpan delay);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "Feed is read again after {Position}")]
    public static partial void FeedReadRecovered(this ILogger logger, FeedPosition position);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Debug, Message = "Subscription fell out of the feed's buffer at {Position} and catches up from the store")]
    public static partial void SubscriptionCatchesUp(this ILogger logger, FeedPosition position);

    [LoggerMessage(EventId = 1100, Level = LogLevel.Warning, Message = "Snapshot of {Stream} by {Reducer} at {Version} was thrown away: {Reason}")]
    public static partial void SnapshotRejected(this ILogger logger, StreamId stream, string reducer, StreamVersion version, string reason);

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "Snapshot of {Stream} by {Reducer} at {Version} was not kept; replay goes on without it")]
    public static partial void SnapshotNotKept(
        this ILogger logger, Exception exception, StreamId stream, string reducer, StreamVersion version);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Warning, Message = "Reducer {Reducer} failed on {Stream} at {Version}")]
    public static partial void ReducerFailed(
        this ILogger logger, Exception exception, string reducer, StreamId stream, StreamVersion version);

    [LoggerMessage(EventId = 1200, Level = LogLevel.Debug, Message = "Command on {Stream} met a newer version {Actual} at try {Tries} and is decided again")]
    public static partial void CommandConflicted(this ILogger logger, StreamId stream, int tries, StreamVersion? actual);

    [LoggerMessage(EventId = 1201, Level = LogLevel.Warning, Message = "Append {Append} to {Stream} is tried again in {Delay}: its outcome is unknown, or the store was busy")]
    public static partial void AppendTriedAgain(this ILogger logger, StreamId stream, AppendId append, TimeSpan delay);

    [LoggerMessage(EventId = 1300, Level = LogLevel.Information, Message = "Import ended: {Lines} lines, {Added} events added, {AlreadyThere} already there, {Rejected} bad lines in {Elapsed}")]
    public static partial void ImportEnded(
        this ILogger logger, long lines, long added, long alreadyThere, long rejected, TimeSpan elapsed);

    [LoggerMessage(EventId = 1301, Level = LogLevel.Information, Message = "Export ended: {Events} events, {Bytes} bytes in {Elapsed}")]
    public static partial void ExportEnded(this ILogger logger, long events, long bytes, TimeSpan elapsed);
}
