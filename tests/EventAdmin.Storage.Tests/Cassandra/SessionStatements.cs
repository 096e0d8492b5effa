using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Tests.Cassandra;

/// <summary>The statements that the tests of sessions execute, one for each kind, on one table.</summary>
internal sealed class SessionStatements
{
    public const string Keyspace = "sessions";
    public const string CreateTable = $"CREATE TABLE {Keyspace}.rows (pk text, ck bigint, v text, PRIMARY KEY (pk, ck))";

    private const string Select = $"SELECT pk, ck, v FROM {Keyspace}.rows WHERE pk = ?";
    private const string Insert = $"INSERT INTO {Keyspace}.rows (pk, ck, v) VALUES (?, ?, ?)";

    private readonly ICqlSession _session;
    private readonly Dictionary<CqlStatementKind, ICqlStatement> _statements = [];

    private SessionStatements(ICqlSession session) => _session = session;

    public static CqlCall Call { get; } = new()
    {
        Consistency = CqlConsistency.LocalQuorum,
        SerialConsistency = CqlConsistency.LocalSerial,
        Label = "test",
    };

    public ICqlStatement this[CqlStatementKind kind] => _statements[kind];

    public static async Task<SessionStatements> PrepareAsync(ICqlSession session, CancellationToken cancellationToken)
    {
        var statements = new SessionStatements(session);
        foreach (var (kind, text) in new[]
        {
            (CqlStatementKind.Read, Select),
            (CqlStatementKind.IdempotentWrite, Insert),
            (CqlStatementKind.Write, Insert),
            (CqlStatementKind.Conditional, Insert + " IF NOT EXISTS"),
        })
        {
            statements._statements[kind] = await session.PrepareAsync(text, kind, cancellationToken);
        }

        return statements;
    }

    public CqlValues Values(CqlStatementKind kind, string partition, long row = 1)
    {
        var values = new CqlValues(this[kind].BindColumns).Text(partition);
        return kind == CqlStatementKind.Read ? values : values.Int64(row).Text("value");
    }

    public async Task<CqlResult> ExecuteAsync(CqlStatementKind kind, string partition, CqlCall call, CancellationToken cancellationToken, long row = 1)
    {
        using var values = Values(kind, partition, row);
        return await _session.ExecuteAsync(this[kind], values, call, cancellationToken);
    }
}
