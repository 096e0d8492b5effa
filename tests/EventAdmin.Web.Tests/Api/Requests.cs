using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Web.Tests.Api;

/// <summary>One request to an operation, and the status that it is answered with.</summary>
internal sealed record ExampleRequest(string Operation, int Status, string Address)
{
    /// <summary>The body; null for a request that reads.</summary>
    public string? Body { get; init; }

    public string MediaType { get; init; } = "application/json";

    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>True where the answer has no end.</summary>
    public bool IsEndless { get; init; }

    /// <summary>True where it is asked when as many of its kind are under way as run at once.</summary>
    public bool IsOneTooMany { get; init; }

    /// <summary>Brings the server into the state in which the request is answered so, and back.</summary>
    public Func<FailingHost, IDisposable>? Arrange { get; init; }
}

/// <summary>For each status that an operation can answer with a request that gets it.</summary>
internal static class Requests
{
    private const string Event = "/api/events/0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11";
    private const string Noted = """{"events":[{"type":"A","data":{}}]}""";
    private const string First = """
        {"events":[{"id":"0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11","type":"OrderPlaced","data":{"total":12.50},"correlationId":"request-17"}]}
        """;

    private static readonly (string, string)[] Known = [("If-None-Match", "*")];
    private static readonly (string, string)[] Picture = [("Accept", "image/png")];

    public static IEnumerable<ExampleRequest> All =>
    [
        .. Reads("listStreams", "/api/streams"), new("listStreams", 400, "/api/streams?limit=0"),
        .. Reads("getStream", "/api/streams/order-1"), new("getStream", 400, "/api/streams/~!"), new("getStream", 404, "/api/streams/nobody-1"),
        .. Reads("readStream", "/api/streams/order-1/events"), new("readStream", 400, "/api/streams/order-1/events?from=x"),
        new("readStream", 404, "/api/streams/nobody-1/events"),
        .. Reads("getEventByVersion", "/api/streams/order-1/events/0"), new("getEventByVersion", 400, "/api/streams/order-1/events/x"),
        new("getEventByVersion", 404, "/api/streams/order-1/events/9"),
        .. Reads("getEventById", Event), new("getEventById", 400, "/api/events/x"), new("getEventById", 404, $"/api/events/{Guid.Empty}"),
        .. Payload("getPayloadByVersion", "/api/streams/order-1/events/0/payload", "/api/streams/order-1/events/9/payload"),
        .. Payload("getPayloadById", $"{Event}/payload", $"/api/events/{Guid.Empty}/payload"),
        .. Reads("readFeed", "/api/feed"), new("readFeed", 400, "/api/feed?after=x"),
        .. Reads("readCorrelation", "/api/correlations/request-17"), new("readCorrelation", 400, "/api/correlations/~!"),
        new("followFeed", 200, "/api/feed/live") { IsEndless = true }, new("followFeed", 400, "/api/feed/live?after=x"),
        new("followFeed", 406, "/api/feed/live") { Headers = Picture },
        .. Reads("getState", "/api/streams/order-1/state"), new("getState", 400, "/api/streams/order-1/state?at=x"),
        new("getState", 404, "/api/streams/nobody-1/state"), new("getState", 422, "/api/streams/broken-1/state"),
        Crowded("getState", "/api/streams/order-1/state"),
        .. Reads("find", "/api/find?q=order-1"), new("find", 400, "/api/find"), Crowded("find", "/api/find?q=order-1"),
        new("exportAll", 200, "/api/export"), new("exportAll", 400, "/api/export?x=1"), Crowded("exportAll", "/api/export"),
        new("exportStream", 200, "/api/streams/order-1/export"), new("exportStream", 400, "/api/streams/~!/export"),
        Crowded("exportStream", "/api/streams/order-1/export"),
        .. Appends("appendToStream", "/api/streams/order-2/events", Noted, First),
        .. Appends("append", "/api/appends", """{"streams":[{"stream":"order-3","events":[{"type":"A","data":{}}]}]}""", $$"""{"streams":[{"stream":"order-4",{{First.Trim()[1..]}}]}"""),
    ];

    /// <summary>What the examples of the document are about.</summary>
    public static async Task PrepareAsync(ApiCaller api)
    {
        // The first of several tests makes it; for the others it is a repeat.
        Assert.True((await api.PostAsync("/api/streams/order-1/events", First)).Status is 200 or 201);
        Assert.True((await api.PostAsync("/api/streams/broken-1/events", Noted)).Status is 201);
    }

    /// <summary>The request that the document gives as its example.</summary>
    public static ExampleRequest Example(DescribedOperation operation) =>
        new(operation.Id, 0, operation.AddressWith()) { Body = operation.Method == HttpMethod.Post ? operation.Body : null };

    private static IEnumerable<ExampleRequest> Reads(string operation, string address) =>
    [
        new(operation, 200, address),
        new(operation, 304, address) { Headers = Known },
        new(operation, 406, address) { Headers = Picture },
    ];

    private static IEnumerable<ExampleRequest> Payload(string operation, string address, string nowhere) =>
    [
        new(operation, 200, address),
        new(operation, 206, address) { Headers = [("Range", "bytes=0-1")] },
        new(operation, 304, address) { Headers = Known },
        new(operation, 400, $"{address}?from=x"),
        new(operation, 404, nowhere),
        new(operation, 416, address) { Headers = [("Range", "bytes=999-")] },
    ];

    private static IEnumerable<ExampleRequest> Appends(string operation, string address, string body, string mismatch)
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
        return
        [
            new(operation, 201, address) { Body = body.Replace("\"type\"", $"\"id\":\"{id}\",\"type\"", StringComparison.Ordinal) },
            new(operation, 200, address) { Body = body.Replace("\"type\"", $"\"id\":\"{id}\",\"type\"", StringComparison.Ordinal) },
            new(operation, 400, address) { Body = "{}" },
            new(operation, 406, address) { Body = body, Headers = Picture },
            new(operation, 409, address) { Body = body, Arrange = host => Answer(host, new AppendOutcome.Conflict(StreamId.Parse("order-1"), ExpectedVersion.NoStream, StreamVersion.First)) },
            new(operation, 413, address) { Body = new string(' ', 9 * 1024 * 1024) },
            new(operation, 415, address) { Body = body, MediaType = "text/plain" },
            new(operation, 422, address) { Body = mismatch },
            Refused(operation, address, body, 503, RefusalReason.Busy),
            Refused(operation, address, body, 503, RefusalReason.Degraded),
            Refused(operation, address, body, 507, RefusalReason.DiskFull),
            new(operation, 503, address) { Body = body, Arrange = host => Answer(host, new AppendOutcome.Unknown(new AppendId(Guid.Empty), StreamId.Parse("order-1"), null)) },
        ];
    }

    private static ExampleRequest Refused(string operation, string address, string body, int status, RefusalReason reason) =>
        new(operation, status, address) { Body = body, Arrange = host => Answer(host, new AppendOutcome.Refused(reason, "Refused on purpose.")) };

    private static Undoing Answer(FailingHost host, AppendOutcome outcome)
    {
        host.Storage.Outcome = outcome;
        return new Undoing(() => host.Storage.Outcome = null);
    }

    private static ExampleRequest Crowded(string operation, string address) => new(operation, 429, address) { IsOneTooMany = true };

    private sealed class Undoing(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }
}
