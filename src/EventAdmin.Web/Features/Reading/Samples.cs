namespace EventAdmin.Web.Features.Reading;

/// <summary>Examples of what is read, as they stand on the wire.</summary>
internal static class Samples
{
    public const string Event = """
        {"id":"0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11","stream":"order-1","version":0,"position":"p:1","type":"OrderPlaced","schemaVersion":1,
        "recordedAt":"2026-03-01T10:00:00.1234567Z","occurredAt":"2026-03-01T10:00:00Z","appendId":"0199c2a4-6f1e-8d21-9f00-51a3a0c2e7b4",
        "correlationId":"request-17","actor":"kim","contentType":"application/json","data":{"total":12.50}}
        """;

    public const string CloudEvent = """
        {"specversion":"1.0","id":"0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11","source":"urn:eventadmin","type":"OrderPlaced","subject":"order-1",
        "time":"2026-03-01T10:00:00Z","datacontenttype":"application/json","correlationid":"request-17","actor":"kim",
        "recordedtime":"2026-03-01T10:00:00.1234567Z","streamversion":"0","feedposition":"p:1","data":{"total":12.50}}
        """;

    public const string Batch = $"[{CloudEvent}]";

    public const string FeedPage = $$"""{"next":"p:1","isEnd":true,"events":[{{Event}}]}""";

    public const string StreamPage = $$"""{"stream":"order-1","version":0,"next":1,"isEnd":true,"events":[{{Event}}]}""";

    public const string Stream = """
        {"stream":"order-1","category":"order","version":0,"firstVersion":0,"count":1,"bytes":15,
        "firstRecordedAt":"2026-03-01T10:00:00.1234567Z","lastRecordedAt":"2026-03-01T10:00:00.1234567Z","position":"p:1"}
        """;

    public const string Streams = $$"""{"streams":[{{Stream}}],"next":"b3JkZXItMQ"}""";
}
