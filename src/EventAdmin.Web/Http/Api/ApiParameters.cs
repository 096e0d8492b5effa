using EventAdmin.Client.Contracts;

namespace EventAdmin.Web.Http.Api;

/// <summary>Parameters that several operations have.</summary>
internal static class ApiParameters
{
    public const int PageDefault = 100;
    public const int PageMax = 500;

    public static readonly ApiParameter Stream = ApiParameter.InPath(
        "stream",
        "The stream's id. One with `/`, `\\`, `%` or control characters, `.`, `..`, or one that starts with `~` is written as `~` and the base64url of its UTF-8; any other may be.",
        "order-1");

    public static readonly ApiParameter Limit = ApiParameter.InQuery("limit", "At most so many on the page.", "100") with
    {
        Number = (1, PageMax, PageDefault),
    };

    public static readonly ApiParameter Direction = ApiParameter.InQuery("direction", "Oldest first or newest first.", "backward") with
    {
        Values = ["forward", "backward"],
    };

    public static readonly ApiParameter Types = ApiParameter.InQuery("types", "Only these event types.", "OrderPlaced") with { IsList = true };

    public static readonly ApiParameter Category = ApiParameter.InQuery("category", "Only streams of this category.", "order");

    public static readonly ApiParameter OnlyStream = ApiParameter.InQuery("stream", "Only this stream, by its plain id.", "order-1");

    public static readonly ApiParameter AfterPosition = ApiParameter.InQuery(
        "after",
        "Where to go on: `start`, `now`, or a position that this server printed (the page's `next`). Positions are opaque.",
        FeedSubscriptionRequest.Start);

    public static readonly ApiParameter IfNoneMatch = ApiParameter.InHeader(
        "If-None-Match", "The ETag of an answer that is at hand: answered with 304 when nothing is different.", "\"a1b2c3\"");
}
