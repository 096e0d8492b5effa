using Microsoft.Extensions.Logging;

namespace EventAdmin.Client;

/// <summary>Every log message of the client. Ids 6000 to 6999, never reused.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 6000, Level = LogLevel.Warning, Message = "Feed of {Server} was lost after {Position}; connecting again in {Delay}")]
    public static partial void FeedLost(this ILogger logger, Exception exception, Uri server, string position, TimeSpan delay);

    [LoggerMessage(EventId = 6001, Level = LogLevel.Information, Message = "Feed of {Server} is read after {Position}")]
    public static partial void FeedConnected(this ILogger logger, Uri server, string position);
}
