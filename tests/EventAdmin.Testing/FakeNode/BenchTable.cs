namespace EventAdmin.Testing.FakeNode;

/// <summary>The table that clients are measured with, its statements, and canned answers to them.</summary>
public static class BenchTable
{
    public const string CreateTable = "CREATE TABLE bench.rows (pk text, ck bigint, data blob, PRIMARY KEY (pk, ck))";

    /// <summary>A write; answered with nothing.</summary>
    public const string Insert = "INSERT INTO bench.rows (pk, ck, data) VALUES (?, ?, ?)";

    /// <summary>A read of one row.</summary>
    public const string SelectOne = "SELECT pk, ck, data FROM bench.rows WHERE pk = ? AND ck = ?";

    /// <summary>A read of a page of rows.</summary>
    public const string SelectPage = "SELECT pk, ck, data FROM bench.rows WHERE pk = ?";

    /// <summary>A conditional write, three of which make the measured batch; answered as applied.</summary>
    public const string InsertIfNotExists = "INSERT INTO bench.rows (pk, ck, data) VALUES (?, ?, ?) IF NOT EXISTS";

    /// <summary>Makes a cluster answer these statements, and every BATCH, without looking at anything else.</summary>
    /// <param name="dataBytes">Bytes of the column <c>data</c> in each row.</param>
    /// <param name="pageRows">Rows of a page.</param>
    public static void Can(FakeCluster cluster, int dataBytes, int pageRows)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        cluster.Schema.AddTable(CreateTable);
        var canned = new CannedAnswers(cluster.Nodes[0]);
        canned.Add(Id(Insert), FakeReply.Void);
        canned.Add(Id(SelectOne), Rows(cluster, SelectOne, dataBytes, 1));
        canned.Add(Id(SelectPage), Rows(cluster, SelectPage, dataBytes, pageRows));
        var applied = FakeRows.Conditional(
            cluster.Statements.Find(InsertIfNotExists, cluster.Nodes[0]), [new FakeColumn("[applied]", "boolean")], [[FakeValue.Boolean(true)]]);
        canned.Add(Id(InsertIfNotExists), applied);
        canned.AddBatch(applied);
        cluster.Canned = canned;
    }

    private static byte[] Id(string cql) => RequestHandler.StatementId(keyspace: null, cql);

    private static FakeReply Rows(FakeCluster cluster, string cql, int dataBytes, int count)
    {
        var statement = cluster.Statements.Find(cql, cluster.Nodes[0]);
        return FakeRows.Of(
            statement,
            statement.Answered,
            [
                .. Enumerable.Range(0, count).Select(row =>
                    (IReadOnlyList<FakeValue>)[FakeValue.Text("partition-0001"), FakeValue.BigInt(row), FakeValue.Blob(new byte[dataBytes])]),
            ]);
    }
}
