using Microsoft.Extensions.Logging;

namespace EventAdmin.Samples.Downloads;

internal static partial class Log
{
    [LoggerMessage(EventId = 7001, Level = LogLevel.Information, Message = "Downloads sample was loaded: load {Load}, {Events} events")]
    public static partial void SampleLoaded(this ILogger logger, int load, int events);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Warning, Message = "Downloads sample was not loaded: {Reason}")]
    public static partial void SampleNotLoaded(this ILogger logger, string reason);

    [LoggerMessage(EventId = 7003, Level = LogLevel.Information, Message = "Downloads sample was removed: {Streams} streams")]
    public static partial void SampleRemoved(this ILogger logger, int streams);

    [LoggerMessage(EventId = 7004, Level = LogLevel.Information, Message = "Trickle started: {Rate} events a second")]
    public static partial void TrickleStarted(this ILogger logger, int rate);

    [LoggerMessage(EventId = 7005, Level = LogLevel.Warning, Message = "Trickle was refused an append and goes on with another customer: {Outcome}")]
    public static partial void TrickleRefused(this ILogger logger, string outcome);

    [LoggerMessage(EventId = 7006, Level = LogLevel.Warning, Message = "Trickle could not reach the store and tries again with the next tick")]
    public static partial void TrickleFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 7007, Level = LogLevel.Warning, Message = "Downloads sample could not be loaded at start")]
    public static partial void SampleNotLoadedAtStart(this ILogger logger, Exception exception);
}
