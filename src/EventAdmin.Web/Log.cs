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

    [LoggerMessage(EventId = 5101, Level = LogLevel.Warning, Message = "The list of streams could not be read")]
    public static partial void StreamsNotListed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5102, Level = LogLevel.Warning, Message = "Stream {Stream} could not be read")]
    public static partial void StreamNotRead(this ILogger logger, Exception exception, string stream);

    [LoggerMessage(EventId = 5103, Level = LogLevel.Warning, Message = "Event {Version} of stream {Stream} could not be read")]
    public static partial void EventNotRead(this ILogger logger, Exception exception, string stream, long version);

    [LoggerMessage(EventId = 5104, Level = LogLevel.Warning, Message = "Following stream {Stream} failed, trying again in {Delay}")]
    public static partial void StreamNotFollowed(this ILogger logger, Exception exception, string stream, TimeSpan delay);

    [LoggerMessage(EventId = 5151, Level = LogLevel.Warning, Message = "A search failed")]
    public static partial void FindFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5070, Level = LogLevel.Warning, Message = "Wall board {Board} could not be read; trying again in {Delay}")]
    public static partial void WallNotRead(this ILogger logger, Exception exception, string board, TimeSpan delay);

    [LoggerMessage(EventId = 5060, Level = LogLevel.Warning, Message = "The welcome page was not answered by the store")]
    public static partial void WelcomeFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5061, Level = LogLevel.Warning, Message = "An upload broke off")]
    public static partial void UploadFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5201, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    public static partial void ApiFailed(this ILogger logger, Exception exception, string method, PathString path);

    [LoggerMessage(EventId = 5202, Level = LogLevel.Warning, Message = "The store could not be read for {Path}")]
    public static partial void ApiReadFailed(this ILogger logger, Exception exception, PathString path);
}
