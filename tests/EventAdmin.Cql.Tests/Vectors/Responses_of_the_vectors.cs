using System.Globalization;
using System.Text.Json;

using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Tests.Vectors;

public sealed class Responses_of_the_vectors
{
    public static readonly string[] KnownFields =
    [
        "kind", "authenticator", "options", "token", "exception", "throws", "message", "AliveReplicas", "Consistency", "ConsistencyLevel",
        "RequiredReplicas", "ReceivedAcknowledgements", "RequiredAcknowledgements", "WriteType", "WasDataRetrieved", "Failures", "Reasons",
        "Keyspace", "Table", "WasTableCreation", "UnknownId", "Name", "ArgumentTypes", "event", "result_kind", "keyspace", "columns", "rows",
        "paging_state", "id", "result_metadata_id", "pk_indexes", "bind_columns", "result_columns", "schema", "trace_id", "warnings",
        "custom_payload",
    ];

    // Of these the other driver words the message itself.
    private static readonly CqlErrorCode[] WordedByDriver =
        [CqlErrorCode.Unavailable, CqlErrorCode.WriteTimeout, CqlErrorCode.ReadTimeout, CqlErrorCode.WriteFailure, CqlErrorCode.AlreadyExists];

    private static readonly Dictionary<string, CqlErrorCode> Codes = new(StringComparer.Ordinal)
    {
        ["ServerErrorException"] = CqlErrorCode.ServerError,
        ["ProtocolErrorException"] = CqlErrorCode.Protocol,
        ["AuthenticationException"] = CqlErrorCode.Authentication,
        ["UnavailableException"] = CqlErrorCode.Unavailable,
        ["OverloadedException"] = CqlErrorCode.Overloaded,
        ["IsBootstrappingException"] = CqlErrorCode.IsBootstrapping,
        ["TruncateException"] = CqlErrorCode.Truncate,
        ["WriteTimeoutException"] = CqlErrorCode.WriteTimeout,
        ["ReadTimeoutException"] = CqlErrorCode.ReadTimeout,
        ["WriteFailureException"] = CqlErrorCode.WriteFailure,
        ["FunctionFailureException"] = CqlErrorCode.FunctionFailure,
        ["SyntaxError"] = CqlErrorCode.Syntax,
        ["UnauthorizedException"] = CqlErrorCode.Unauthorized,
        ["InvalidQueryException"] = CqlErrorCode.Invalid,
        ["InvalidConfigurationInQueryException"] = CqlErrorCode.Configuration,
        ["AlreadyExistsException"] = CqlErrorCode.AlreadyExists,
        ["PreparedQueryNotFoundException"] = CqlErrorCode.Unprepared,
    };

    public static TheoryData<int, string> Frames => VectorFile.Rows("responses");

    [Theory]
    [MemberData(nameof(Frames))]
    public void An_answer_is_read_as_given(int index, string label)
    {
        var entry = VectorFile.Entry("responses", index);
        var frame = entry.Bytes("frame");
        var header = FrameHeader.Read(frame);
        var body = frame.AsSpan(FrameHeader.Size).ToArray();
        var parsed = entry.GetProperty("parsed_by_driver");

        var response = Response.Read(header, body);

        Assert.Equal((label, body.Length), (label, header.Length));
        ComparePrefix(parsed, response.Prefix);
        switch (parsed.TextOrNull("kind"))
        {
            case null or "ErrorResponse": CompareError(entry, parsed, response.Error); break;
            case "ReadyResponse": Assert.Equal(Opcode.Ready, response.Opcode); break;
            case "AuthenticateResponse": Assert.Equal(parsed.Text("authenticator"), response.Name); break;
            case "AuthSuccessResponse" or "AuthChallengeResponse": Assert.Equal(parsed.TextOrNull("token"), Hex(response.Token)); break;
            case "SupportedResponse": CompareOptions(parsed.GetProperty("options"), response.Supported); break;
            case "EventResponse":
                Assert.Equal(SpecificationWins.Find("responses", entry.Text("what"))?.Expected ?? parsed.Text("event"), Show(response.Notice));
                break;
            case "ResultResponse": CompareResult(parsed, response, body); break;
            case var other: Assert.Fail($"No test reads {other}."); break;
        }
    }

    private static void ComparePrefix(JsonElement parsed, ResponsePrefix prefix)
    {
        Assert.Equal(parsed.TextOrNull("trace_id"), prefix.TraceId?.ToString());
        Assert.Equal(Strings(parsed, "warnings"), prefix.Warnings);
        var payload = prefix.Payload?.Select(static entry => $"{entry.Key}={Hex(entry.Value)}") ?? [];
        Assert.Equal(
            parsed.TryGetProperty("custom_payload", out var expected) ? expected.EnumerateObject().Select(static entry => $"{entry.Name}={entry.Value}") : [],
            payload);
    }

    private static void CompareError(JsonElement entry, JsonElement parsed, CqlServerError error)
    {
        var ruling = SpecificationWins.Find("responses", entry.Text("what"));
        Assert.Equal(ruling is null ? Codes[parsed.Text("exception")] : Enum.Parse<CqlErrorCode>(ruling.Expected), error.Code);
        if (ruling is not null) Assert.EndsWith($"message {error.Message}", parsed.Text("message"), StringComparison.Ordinal);
        else if (!WordedByDriver.Contains(error.Code)) Assert.Equal(parsed.Text("message"), error.Message);
        if (error.Code == CqlErrorCode.CasWriteUnknown) Assert.Equal((CqlConsistency.LocalSerial, 1, 2), (error.Consistency, error.Received, error.Required));
        foreach (var field in parsed.EnumerateObject())
            CompareErrorField(field.Name, field.Value, error);
    }

    private static void CompareErrorField(string name, JsonElement value, CqlServerError error)
    {
        var actual = name switch
        {
            "AliveReplicas" or "ReceivedAcknowledgements" => Number(error.Received),
            "RequiredReplicas" or "RequiredAcknowledgements" => Number(error.Required),
            "Consistency" or "ConsistencyLevel" => error.Consistency?.ToString(),
            "WriteType" => error.WriteType?.ToString().ToUpperInvariant(),
            "WasDataRetrieved" => error.IsDataPresent?.ToString(),
            "Failures" => Number(error.Failures),
            "Reasons" => error.Reasons.Count == 0 ? "{}" : "reasons",
            "Keyspace" => error.Keyspace,
            "Table" => error.Table,
            "WasTableCreation" => (error.Table?.Length > 0).ToString(),
            "UnknownId" => Convert.ToHexStringLower(error.StatementId.Span),
            "Name" => error.Function,
            "ArgumentTypes" => $"[{string.Join(',', error.ArgumentTypes)}]",
            _ => null,
        };
        if (actual is null)
        {
            Assert.Contains(name, (string[])["kind", "exception", "throws", "message", "trace_id", "warnings", "custom_payload"]);
            return;
        }

        Assert.Equal((name, value.ToString().Replace("_", string.Empty, StringComparison.Ordinal)), (name, actual));
    }

    private static void CompareOptions(JsonElement expected, IReadOnlyDictionary<string, IReadOnlyList<string>> options) =>
        Assert.Equal(
            expected.EnumerateObject().Select(static option => $"{option.Name}={string.Join(',', option.Value.EnumerateArray())}"),
            options.Select(static option => $"{option.Key}={string.Join(',', option.Value)}"));

    private static void CompareResult(JsonElement parsed, Response response, byte[] body)
    {
        Assert.Equal(parsed.Text("result_kind"), response.Result.ToString());
        switch (response.Result)
        {
            case ResultKind.Rows: CompareRows(parsed, response.Rows, body); break;
            case ResultKind.Prepared: ComparePrepared(parsed, response.Prepared); break;
            case ResultKind.SetKeyspace: Assert.Equal(parsed.Text("keyspace"), response.Name); break;
            case ResultKind.SchemaChange:
                var change = response.SchemaChange;
                Assert.Equal(parsed.Text("schema"), $"{change.Kind} {change.Keyspace}.{change.Name}");
                break;
            default: Assert.Equal(ResultKind.Void, response.Result); break;
        }
    }

    private static void CompareRows(JsonElement parsed, RowsResult rows, byte[] body)
    {
        using var page = CqlPage.Of(rows, prepared: null, PooledBody.CopyOf(body));
        Assert.Equal(
            Strings(parsed, "columns").Select(static column => column.Replace("varchar", "text", StringComparison.Ordinal)),
            page.Columns.Select(static column => $"{column.Keyspace}.{column.Table}.{column.Name}:{column.Type}"));
        Assert.Equal(parsed.TextOrNull("paging_state"), Hex(rows.PagingState));
        var shown = page.ToList(row =>
        {
            var cells = new List<string>();
            for (var column = 0; column < page.Columns.Count; column++)
                cells.Add(VectorText.Show(row.GetObject(column)));
            return string.Join('|', cells);
        });
        Assert.Equal(
            parsed.GetProperty("rows").EnumerateArray().Select(static row => string.Join('|', row.EnumerateArray().Select(Brackets))), shown);
    }

    // Tuples are shown as the lists that they are read as.
    private static string Brackets(JsonElement cell) =>
        cell.ToString().Replace('(', '[').Replace(')', ']');

    private static void ComparePrepared(JsonElement parsed, PreparedResult prepared)
    {
        Assert.Equal(parsed.Text("id"), Hex(prepared.Id));
        Assert.Equal(parsed.TextOrNull("result_metadata_id"), Hex(prepared.ResultMetadataId));
        Assert.Equal(parsed.GetProperty("pk_indexes").EnumerateArray().Select(static index => index.GetInt32()), prepared.KeyIndexes);
        Assert.Equal(Strings(parsed, "bind_columns"), prepared.BindColumns.Select(ShowColumn));
        Assert.Equal(Strings(parsed, "result_columns"), prepared.ResultColumns.Select(ShowColumn));
    }

    private static string ShowColumn(CqlColumn column) => $"{column.Name}:{column.Type}".Replace("text", "varchar", StringComparison.Ordinal);

    private static string Show(Notice notice) => notice switch
    {
        Notice.Node { Change: NodeChange.Up or NodeChange.Down } node => $"status {node.Change} {node.Address}",
        Notice.Node node => $"topology {(node.Change == NodeChange.Added ? "New" : node.Change)}Node {node.Address}",
        Notice.Schema { Change: var change } =>
            $"schema {change.Kind} ks={change.Keyspace} table={Name(change, SchemaTarget.Table)} type={Name(change, SchemaTarget.Type)} "
            + $"fn={Name(change, SchemaTarget.Function)} agg={Name(change, SchemaTarget.Aggregate)} sig={string.Join(',', change.ArgumentTypes)}",
        _ => notice.ToString(),
    };

    private static string? Name(SchemaChange change, SchemaTarget target) => change.Target == target ? change.Name : null;

    private static IEnumerable<string> Strings(JsonElement parsed, string field) =>
        parsed.TryGetProperty(field, out var list) ? list.EnumerateArray().Select(static item => item.GetString()!) : [];

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Hex(byte[]? bytes) => bytes is null ? null : Convert.ToHexStringLower(bytes);
}
