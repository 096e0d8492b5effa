namespace EventAdmin.Web.Features.Append;

/// <summary>Examples of appends, as they stand on the wire.</summary>
internal static class Samples
{
    public const string Append = """
        {"expected":"no-stream","events":[{"id":"0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11","type":"OrderPlaced","data":{"total":12.50},
        "time":"2026-03-01T10:00:00Z","actor":"kim","correlationId":"request-17"}]}
        """;

    public const string Receipt = """
        {"appendId":"0199c2a4-6f1e-8d21-9f00-51a3a0c2e7b4","stream":"order-1","first":0,"last":0,"position":"p:1",
        "recordedAt":"2026-03-01T10:00:00.1234567Z","isRepeat":false}
        """;

    public const string RepeatedReceipt = """
        {"appendId":"0199c2a4-6f1e-8d21-9f00-51a3a0c2e7b4","stream":"order-1","first":0,"last":0,"position":"p:1",
        "recordedAt":"2026-03-01T10:00:00.1234567Z","isRepeat":true}
        """;

    public const string Appends = """
        {"streams":[
        {"stream":"order-1","expected":"v0","events":[{"id":"0199c2a4-7a02-7b11-8c0e-6d1f3e5a9b20","type":"OrderPaid","data":{"amount":12.50}}]},
        {"stream":"account-7","expected":"stream-exists","events":[{"id":"0199c2a4-7a02-7b12-a5d4-0c9e8f7a6b21","type":"Debited","data":{"amount":12.50}}]},
        {"stream":"ban-kim","expected":"no-stream"}]}
        """;

    public const string AppendsReceipt = """
        {"appendId":"0199c2a4-7a02-8f00-9b3c-1d2e3f4a5b6c","streams":[{"stream":"order-1","first":1,"last":1},{"stream":"account-7","first":4,"last":4}],
        "position":"p:9","recordedAt":"2026-03-01T10:05:00.1234567Z","isRepeat":false}
        """;

    public const string CloudEvent = """
        {"specversion":"1.0","id":"0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11","source":"/shop","type":"OrderPlaced","subject":"order-1",
        "time":"2026-03-01T10:00:00Z","datacontenttype":"application/json","data":{"total":12.50}}
        """;
}
