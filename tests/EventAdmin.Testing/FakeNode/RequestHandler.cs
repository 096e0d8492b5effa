using System.IO.Hashing;
using System.Text;

namespace EventAdmin.Testing.FakeNode;

/// <summary>What a node answers when nothing goes wrong.</summary>
internal sealed class RequestHandler(FakeCluster cluster, FakeCqlNode node)
{
    private const string PasswordAuthenticator = "org.apache.cassandra.auth.PasswordAuthenticator";
    private const int VersionMin = 4;

    /// <summary>As with Cassandra the text is the identity, the same on every node.</summary>
    public static byte[] StatementId(string? keyspace, string cql) => XxHash128.Hash(Encoding.UTF8.GetBytes(keyspace + cql));

    public FakeReply Execute(FakeConnection connection, FakeRequest request)
    {
        if (request.Version > node.ProtocolVersionMax || request.Version < VersionMin)
            return Refuse(request);
        var reply = request.Opcode switch
        {
            FakeOpcode.Options => FakeReply.Supported(SupportedOptions()),
            FakeOpcode.Startup => Start(connection, request),
            FakeOpcode.AuthResponse => LogIn(connection, request),
            FakeOpcode.Register => Register(connection, request),
            FakeOpcode.Prepare => Prepare(request),
            FakeOpcode.Query => Run(request, request.Cql, request.Values),
            FakeOpcode.Execute => Run(request),
            FakeOpcode.Batch => RunBatch(request),
            _ => FakeErrors.Protocol($"Invalid or unsupported opcode {(int)request.Opcode}"),
        };
        return request.IsTraced ? reply with { TraceId = cluster.Trace(request) } : reply;
    }

    // In the highest version that the node speaks, whatever was asked in.
    private FakeReply Refuse(FakeRequest request) => FakeErrors.Protocol(
        $"Invalid or unsupported protocol version ({request.Version}); supported versions are (4/v4{(node.ProtocolVersionMax >= 5 ? ", 5/v5" : "")})");

    private Dictionary<string, IReadOnlyList<string>> SupportedOptions() => new()
    {
        ["CQL_VERSION"] = ["3.4.7"],
        ["COMPRESSION"] = cluster.Compressions,
        ["PROTOCOL_VERSIONS"] = node.ProtocolVersionMax >= 5 ? ["4/v4", "5/v5"] : ["4/v4"],
    };

    private FakeReply Start(FakeConnection connection, FakeRequest request)
    {
        var compression = request.StartupOptions.GetValueOrDefault("COMPRESSION", "");
        if (compression.Length > 0 && !cluster.Compressions.Contains(compression))
            return FakeErrors.Protocol($"Unknown compression algorithm: {compression}");
        connection.BeginAfterwards(isFramed: request.Version >= 5, isCompressed: compression == "lz4");
        if (cluster.Account is not null)
            return FakeReply.Authenticate(cluster.Authenticator ?? PasswordAuthenticator);
        connection.IsAuthenticated = true;
        return FakeReply.Ready;
    }

    private FakeReply LogIn(FakeConnection connection, FakeRequest request)
    {
        if (cluster.Challenge is { } challenge)
            return FakeReply.AuthChallenge(challenge);
        if (cluster.Account is not var (user, password) || Encoding.UTF8.GetString(request.Token ?? []) != $"\0{user}\0{password}")
            return FakeErrors.BadCredentials;
        connection.IsAuthenticated = true;
        return FakeReply.AuthSuccess;
    }

    private static FakeReply Register(FakeConnection connection, FakeRequest request)
    {
        connection.Registered = request.RegisteredNotices;
        return FakeReply.Ready;
    }

    private FakeReply Prepare(FakeRequest request)
    {
        var id = StatementId(request.Keyspace, request.Cql);
        try
        {
            var statement = cluster.Statements.Find(request.Cql, node);
            node.Remember(Convert.ToHexString(id), request.Cql);
            return FakeRows.Prepared(id, statement);
        }
        catch (CqlRefusedException e)
        {
            return e.Reply;
        }
    }

    private FakeReply Run(FakeRequest request) => request.Cql.Length == 0
        ? FakeErrors.Unprepared(request.StatementId)
        : Run(request, request.Cql, request.Values);

    private FakeReply Run(FakeRequest request, string cql, IReadOnlyList<FakeValue> values)
    {
        try
        {
            return cluster.Statements.Find(cql, node).Run(new FakeExecution(request, node, values, request.TimestampMicros));
        }
        catch (CqlRefusedException e)
        {
            return e.Reply;
        }
    }

    private FakeReply RunBatch(FakeRequest request)
    {
        if (request.Batch.FirstOrDefault(entry => entry.Cql.Length == 0) is { } unknown)
            return FakeErrors.Unprepared(unknown.StatementId);
        try
        {
            return cluster.Store.RunBatch(
            [
                .. request.Batch.Select(entry => (
                    cluster.Statements.Find(entry.Cql, node) as TableStatement ?? throw new CqlRefusedException(FakeErrors.Invalid("Invalid statement in batch")),
                    new FakeExecution(request, node, entry.Values, request.TimestampMicros))),
            ]);
        }
        catch (CqlRefusedException e)
        {
            return e.Reply;
        }
    }
}
