namespace EventAdmin.Web;

internal static partial class Log
{
    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "Find suggestions failed")]
    public static partial void FindSuggestionsFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "Rows of a list could not be read")]
    public static partial void ListRowsFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Error, Message = "Panel {Panel} failed while it was drawn")]
    public static partial void PanelFailed(this ILogger logger, Exception exception, string panel);

    [LoggerMessage(EventId = 5004, Level = LogLevel.Warning, Message = "A list was given the key {Key} twice and drew it once")]
    public static partial void ListKeyRepeated(this ILogger logger, string key);

    [LoggerMessage(EventId = 5010, Level = LogLevel.Warning, Message = "A live page could not follow the feed; trying again in {Delay}")]
    public static partial void LiveTailFailed(this ILogger logger, Exception exception, TimeSpan delay);

    [LoggerMessage(EventId = 5011, Level = LogLevel.Warning, Message = "The live page could not read the feed")]
    public static partial void LivePageFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5020, Level = LogLevel.Warning, Message = "A stream could not be replayed")]
    public static partial void ReplayFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5050, Level = LogLevel.Warning, Message = "A delivery of the feed ended because the store could not be read")]
    public static partial void FeedDeliveryFailed(this ILogger logger, Exception exception);
}
