using System.Text.Json;

using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Tests.Vectors;

public sealed class Requests_of_the_vectors
{
    public static readonly string[] KnownParameters =
    [
        "CQL_VERSION", "COMPRESSION", "events", "query", "consistency", "page_size", "paging_state", "values", "serial_consistency",
        "timestamp_us", "id", "skip_metadata", "custom_payload", "keyspace", "tracing", "result_metadata_id",
    ];

    public static TheoryData<int, string> Frames => VectorFile.Rows("request_frames");

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_request_is_written_as_given(int index, string label)
    {
        var entry = VectorFile.Entry("request_frames", index);
        var version = (CqlProtocolVersion)entry.GetProperty("version").GetInt32();
        var id = entry.GetProperty("stream").GetInt16();
        var parameters = entry.GetProperty("params");
        var extras = new RequestExtras(
            parameters.TryGetProperty("tracing", out var tracing) && tracing.GetBoolean(), PayloadOf(parameters.TextOrNull("custom_payload")));

        var envelope = Write(entry.Text("message"), parameters, version, id, extras);

        Assert.Equal((label, entry.Text("frame")), (label, Convert.ToHexStringLower(envelope)));
    }

    private static byte[] Write(string message, JsonElement parameters, CqlProtocolVersion version, short id, RequestExtras extras)
    {
        using var values = ValuesOf(parameters.TextOrNull("values"));
        return message switch
        {
            "OPTIONS" => RequestEnvelope.ToArray(default(OptionsRequest), version, id, extras),
            "STARTUP" => RequestEnvelope.ToArray(new StartupRequest(OptionsOf(parameters)), version, id, extras),
            "REGISTER" => RequestEnvelope.ToArray(new RegisterRequest(parameters.Text("events").Split(',')), version, id, extras),
            "PREPARE" => RequestEnvelope.ToArray(new PrepareRequest(parameters.Text("query"), parameters.TextOrNull("keyspace")), version, id, extras),
            "QUERY" => RequestEnvelope.ToArray(new QueryRequest(parameters.Text("query"), ParametersOf(parameters, values)), version, id, extras),
            "EXECUTE" => RequestEnvelope.ToArray(
                new ExecuteRequest(parameters.Bytes("id"), BytesOf(parameters, "result_metadata_id"), ParametersOf(parameters, values)), version, id, extras),
            _ => throw new InvalidOperationException($"No test writes {message}."),
        };
    }

    private static QueryParameters ParametersOf(JsonElement parameters, CqlValues values) => new()
    {
        Consistency = LevelOf(parameters, "consistency") ?? throw new InvalidOperationException("A level is missing."),
        SerialConsistency = LevelOf(parameters, "serial_consistency"),
        Values = values.Written,
        ValueCount = values.Count,
        SkipMetadata = parameters.TryGetProperty("skip_metadata", out var skip) && skip.GetBoolean(),
        PageSize = parameters.TryGetProperty("page_size", out var size) ? size.GetInt32() : 0,
        PagingState = BytesOf(parameters, "paging_state"),
        TimestampMicros = parameters.TryGetProperty("timestamp_us", out var timestamp) ? timestamp.GetInt64() : null,
    };

    private static CqlConsistency? LevelOf(JsonElement parameters, string field) =>
        CqlConsistencyNames.TryParse(parameters.TextOrNull(field), out var level) ? level : null;

    private static byte[] BytesOf(JsonElement parameters, string field) => Convert.FromHexString(parameters.TextOrNull(field) ?? string.Empty);

    private static List<KeyValuePair<string, string>> OptionsOf(JsonElement parameters) =>
        [.. parameters.EnumerateObject().Select(static option => KeyValuePair.Create(option.Name, option.Value.GetString()!))];

    private static Dictionary<string, byte[]>? PayloadOf(string? text)
    {
        if (text is null) return null;
        var parts = text.Split('=');
        return new(StringComparer.Ordinal) { [parts[0]] = Convert.FromHexString(parts[1]) };
    }

    // "int 1, text "a", null, unset"
    private static CqlValues ValuesOf(string? text)
    {
        var values = new CqlValues();
        foreach (var part in (text ?? string.Empty).Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var words = part.Split(' ', 2);
            _ = words switch
            {
                ["null"] => values.Null(),
                ["unset"] => values.Unset(),
                [var type, var value] => values.Object(VectorText.Type(type), VectorText.Value(VectorText.Type(type), value)),
                _ => throw new FormatException(part),
            };
        }

        return values;
    }
}
