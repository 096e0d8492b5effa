using System.Globalization;
using System.Net;

namespace EventAdmin.Testing.FakeNode;

/// <summary>What a node says of itself, of the others, of keyspaces and of traces.</summary>
internal static class SystemTables
{
    public static readonly IReadOnlyDictionary<string, FakeTable> Shapes = new[]
    {
        Shape("system.local", "key", "key text, bootstrapped text, broadcast_address inet, broadcast_port int, cluster_name text, cql_version text, data_center text, host_id uuid, listen_address inet, listen_port int, native_protocol_version text, partitioner text, rack text, release_version text, rpc_address inet, rpc_port int, schema_version uuid, tokens set<text>"),
        Shape("system.peers_v2", "peer", "peer inet, peer_port int, data_center text, host_id uuid, native_address inet, native_port int, preferred_ip inet, preferred_port int, rack text, release_version text, schema_version uuid, tokens set<text>"),
        Shape("system.peers", "peer", "peer inet, data_center text, host_id uuid, preferred_ip inet, rack text, release_version text, rpc_address inet, schema_version uuid, tokens set<text>"),
        Shape("system_schema.keyspaces", "keyspace_name", "keyspace_name text, durable_writes boolean, replication map<text, text>"),
        Shape("system_schema.tables", "keyspace_name", "keyspace_name text, table_name text"),
        Shape("system_schema.columns", "keyspace_name", "keyspace_name text, table_name text, column_name text, kind text, type text"),
        Shape("system_traces.sessions", "session_id", "session_id uuid, client inet, command text, coordinator inet, coordinator_port int, duration int, parameters map<text, text>, request text, started_at timestamp"),
        Shape("system_traces.events", "session_id", "session_id uuid, event_id timeuuid, activity text, source inet, source_elapsed int, source_port int, thread text"),
    }.ToDictionary(table => $"{table.Keyspace}.{table.Name}");

    /// <summary>The table as the node has it now.</summary>
    public static FakeTable Fill(FakeCluster cluster, FakeCqlNode node, FakeTable shape)
    {
        var table = new FakeTable(shape.Keyspace, shape.Name, shape.Columns, shape.PartitionKey, shape.Clustering);
        foreach (var cells in RowsOf(cluster, node, $"{shape.Keyspace}.{shape.Name}"))
        {
            var row = new FakeRow();
            foreach (var (column, value) in cells)
                row.Write(column, value, micros: 0);
            table.Rows.Add(row);
        }

        return table;
    }

    private static IEnumerable<Dictionary<string, FakeValue>> RowsOf(FakeCluster cluster, FakeCqlNode node, string table) => table switch
    {
        "system.local" => [Local(cluster, node)],
        "system.peers_v2" or "system.peers" => cluster.Nodes.Where(other => other != node && !cluster.Removed.Contains(other)).Select(Peer),
        "system_schema.keyspaces" => cluster.Schema.Keyspaces.Select(pair => new Dictionary<string, FakeValue>
        {
            ["keyspace_name"] = FakeValue.Text(pair.Key),
            ["durable_writes"] = FakeValue.Boolean(true),
            ["replication"] = FakeValue.TextMap(pair.Value),
        }),
        "system_schema.tables" => cluster.Schema.Tables.Select(one => new Dictionary<string, FakeValue>
        {
            ["keyspace_name"] = FakeValue.Text(one.Keyspace),
            ["table_name"] = FakeValue.Text(one.Name),
        }),
        "system_schema.columns" => cluster.Schema.Tables.SelectMany(one => one.Columns.Select(column => new Dictionary<string, FakeValue>
        {
            ["keyspace_name"] = FakeValue.Text(one.Keyspace),
            ["table_name"] = FakeValue.Text(one.Name),
            ["column_name"] = FakeValue.Text(column.Name),
            ["kind"] = FakeValue.Text(one.PartitionKey.Contains(column.Name) ? "partition_key" : one.Clustering.Contains(column.Name) ? "clustering" : "regular"),
            ["type"] = FakeValue.Text(column.Type),
        })),
        "system_traces.sessions" => cluster.Traces.Select(TraceSession),
        _ => cluster.Traces.SelectMany(TraceSteps),
    };

    private static Dictionary<string, FakeValue> Local(FakeCluster cluster, FakeCqlNode node) => new(Facts(node))
    {
        ["key"] = FakeValue.Text("local"),
        ["bootstrapped"] = FakeValue.Text("COMPLETED"),
        ["broadcast_address"] = FakeValue.Inet(node.EndPoint.Address),
        ["broadcast_port"] = FakeValue.Int(7000),
        ["listen_address"] = FakeValue.Inet(node.EndPoint.Address),
        ["listen_port"] = FakeValue.Int(7000),
        ["cluster_name"] = FakeValue.Text(node.ClusterName ?? cluster.Name),
        ["cql_version"] = FakeValue.Text("3.4.7"),
        ["native_protocol_version"] = FakeValue.Text(node.ProtocolVersionMax.ToString(CultureInfo.InvariantCulture)),
        ["partitioner"] = FakeValue.Text("org.apache.cassandra.dht.Murmur3Partitioner"),
        ["rpc_port"] = FakeValue.Int(node.EndPoint.Port),
    };

    private static Dictionary<string, FakeValue> Peer(FakeCqlNode node) => new(Facts(node))
    {
        ["peer"] = FakeValue.Inet(node.EndPoint.Address),
        ["peer_port"] = FakeValue.Int(7000),
        ["native_address"] = FakeValue.Inet(node.AdvertisedAddress ?? node.EndPoint.Address),
        ["native_port"] = FakeValue.Int(node.EndPoint.Port),
        ["rpc_address"] = FakeValue.Inet(node.AdvertisedAddress ?? node.EndPoint.Address),
    };

    private static Dictionary<string, FakeValue> Facts(FakeCqlNode node)
    {
        var facts = new Dictionary<string, FakeValue>
        {
            ["data_center"] = FakeValue.Text(node.Place.Datacenter),
            ["rack"] = FakeValue.Text(node.Place.Rack),
            ["release_version"] = FakeValue.Text(node.Place.ReleaseVersion),
            ["schema_version"] = FakeValue.Uuid(node.SchemaVersion),
            ["host_id"] = FakeValue.Uuid(node.Place.HostId),
            ["tokens"] = FakeValue.List([.. node.Place.Tokens.Select(token => FakeValue.Text(token.ToString(CultureInfo.InvariantCulture)))]),
            ["rpc_address"] = FakeValue.Inet(node.EndPoint.Address),
        };
        // A row that gossip has not filled yet.
        foreach (var column in node.ColumnsMissing)
            facts.Remove(column);
        return facts;
    }

    private static Dictionary<string, FakeValue> TraceSession(FakeTrace trace) => new()
    {
        ["session_id"] = FakeValue.Uuid(trace.Id),
        ["client"] = FakeValue.Inet(IPAddress.Loopback),
        ["command"] = FakeValue.Text("QUERY"),
        ["coordinator"] = FakeValue.Inet(trace.Coordinator.EndPoint.Address),
        ["coordinator_port"] = FakeValue.Int(7000),
        ["duration"] = FakeValue.Int(1234),
        ["parameters"] = FakeValue.TextMap(new Dictionary<string, string> { ["query"] = trace.Cql }),
        ["request"] = FakeValue.Text("Execute CQL3 query"),
        ["started_at"] = FakeValue.Timestamp(trace.StartedAt),
    };

    private static IEnumerable<Dictionary<string, FakeValue>> TraceSteps(FakeTrace trace) => trace.Steps.Select((step, index) => new Dictionary<string, FakeValue>
    {
        ["session_id"] = FakeValue.Uuid(trace.Id),
        ["event_id"] = FakeValue.Uuid(new Guid(index + 1, 0, 0x1000, 0x80, 0, 0, 0, 0, 0, 0, 1)),
        ["activity"] = FakeValue.Text(step),
        ["source"] = FakeValue.Inet(trace.Coordinator.EndPoint.Address),
        ["source_elapsed"] = FakeValue.Int(100 * (index + 1)),
        ["source_port"] = FakeValue.Int(7000),
        ["thread"] = FakeValue.Text("Native-Transport-Requests-1"),
    });

    private static FakeTable Shape(string name, string key, string columns)
    {
        var (keyspace, table) = (name.Split('.')[0], name.Split('.')[1]);
        var text = new CqlText(columns);
        var found = new List<FakeColumn>();
        do
            found.Add(new FakeColumn(text.Next(), text.Type()));
        while (text.Take(","));
        return new FakeTable(keyspace, table, found, [key], []);
    }
}
