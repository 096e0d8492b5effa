using EventAdmin.EventSourcing.Events;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Sqlite.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "Opened the store '{Path}' with {Events} events, schema {Schema} ({Applied} scripts applied).")]
    public static partial void StoreOpened(this ILogger logger, string path, long events, int schema, int applied);

    [LoggerMessage(2001, LogLevel.Information, "Closed the store '{Path}'.")]
    public static partial void StoreClosed(this ILogger logger, string path);

    [LoggerMessage(2002, LogLevel.Warning, "A group of {Appends} appends was not stored: {Reason} (SQLite code {Code} in phase {Phase}).")]
    public static partial void GroupRefused(this ILogger logger, int appends, string reason, int code, string phase);

    [LoggerMessage(2003, LogLevel.Error, "The store takes no more appends: {Reason}")]
    public static partial void StoreDegraded(this ILogger logger, string reason);

    [LoggerMessage(2004, LogLevel.Warning, "There is space again; appends are stored.")]
    public static partial void SpaceReturned(this ILogger logger);

    [LoggerMessage(2005, LogLevel.Debug, "Committed {Events} events of {Appends} appends up to {Position}.")]
    public static partial void GroupCommitted(this ILogger logger, int events, int appends, long position);

    [LoggerMessage(2006, LogLevel.Debug, "A unique key refused a group of {Appends} appends; it is decided again with every id looked up.")]
    public static partial void GroupDecidedAgain(this ILogger logger, int appends);

    [LoggerMessage(2007, LogLevel.Debug, "Copied {Frames} frames of the WAL into the database ({Kind}).")]
    public static partial void Checkpointed(this ILogger logger, int frames, string kind);

    [LoggerMessage(2008, LogLevel.Warning, "A checkpoint failed with SQLite code {Code} and is tried again later.")]
    public static partial void CheckpointPostponed(this ILogger logger, int code);

    [LoggerMessage(2010, LogLevel.Error, "Stream {Stream} takes no more appends: its event {Version} is damaged.")]
    public static partial void StreamQuarantined(this ILogger logger, Exception exception, StreamId stream, StreamVersion version);

    [LoggerMessage(2011, LogLevel.Information, "Verified {Events} events in {Streams} streams; {Damaged} streams are damaged.")]
    public static partial void ScrubEnded(this ILogger logger, long events, long streams, int damaged);

    [LoggerMessage(2012, LogLevel.Warning, "The store can't be verified at the moment.")]
    public static partial void ScrubFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2013, LogLevel.Warning, "The space held in reserve can't be taken back yet.")]
    public static partial void ReserveNotTaken(this ILogger logger, Exception exception);

    [LoggerMessage(2014, LogLevel.Error, "There is no space left for the store's file. {Bytes} bytes held in reserve were freed; appends resume when there is more.")]
    public static partial void DiskFull(this ILogger logger, long bytes);

    [LoggerMessage(2015, LogLevel.Warning, "Everything was closed, opened and verified after the disk failed a write; {Events} events are proven, and appends are stored again.")]
    public static partial void DiskVerified(this ILogger logger, long events);

    [LoggerMessage(2016, LogLevel.Warning, "Append {Append}, of which nobody knew after the disk failed, {Outcome}.")]
    public static partial void UnknownSettled(this ILogger logger, AppendId append, string outcome);

    [LoggerMessage(2017, LogLevel.Warning, "There is no space for a new head file; the one in use goes on.")]
    public static partial void RebasePostponed(this ILogger logger, Exception exception);

    [LoggerMessage(2009, LogLevel.Error, "A write failed in a way that should not exist.")]
    public static partial void WriteFailed(this ILogger logger, Exception exception);
}
