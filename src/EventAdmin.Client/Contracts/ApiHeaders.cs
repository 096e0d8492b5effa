namespace EventAdmin.Client.Contracts;

/// <summary>Names of headers and media types that the API gives a meaning of its own.</summary>
public static class ApiHeaders
{
    /// <summary>Request, append: what is expected of the stream, as <see cref="AppendBody.Expected"/>. Where both are there they must agree.</summary>
    public const string ExpectedVersion = "EventAdmin-Expected-Version";

    /// <summary>Request, append: names the append in every try, as <see cref="AppendBody.AppendId"/>. Where both are there they must agree.</summary>
    public const string AppendId = "EventAdmin-Append-Id";

    /// <summary>Request, live feed: the position after which it goes on.</summary>
    public const string LastEventId = "Last-Event-ID";

    /// <summary>The media type of one CloudEvent in structured mode.</summary>
    public const string CloudEvent = "application/cloudevents+json";

    /// <summary>The media type of a list of CloudEvents.</summary>
    public const string CloudEventBatch = "application/cloudevents-batch+json";
}
