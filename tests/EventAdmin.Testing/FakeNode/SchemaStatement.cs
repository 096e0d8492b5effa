namespace EventAdmin.Testing.FakeNode;

/// <summary>A change of the schema: it is made, the node that made it has a new schema version, and clients are told.</summary>
internal sealed class SchemaStatement(FakeCluster cluster, string cql) : FakeStatement
{
    public override FakeReply Run(FakeExecution execution)
    {
        var text = new CqlText(cql);
        if (text.Take("USE"))
            return FakeReply.SetKeyspace(text.Next());
        if (text.Take("TRUNCATE"))
        {
            text.Take("TABLE");
            var table = cluster.Schema.Find(text.Next());
            return cluster.Store.Read(() =>
            {
                table.Rows.Clear();
                return FakeReply.Void;
            });
        }

        var change = text.Next().ToUpperInvariant() switch { "CREATE" => "CREATED", "ALTER" => "UPDATED", _ => "DROPPED" };
        return text.Take("KEYSPACE") ? ChangeKeyspace(text, change, execution.Node) : ChangeTable(text, change, execution.Node);
    }

    /// <summary>Reads a CREATE TABLE.</summary>
    public static FakeTable ReadTable(string createTable)
    {
        var text = new CqlText(createTable);
        text.Expect("CREATE", "TABLE");
        text.Take("IF", "NOT", "EXISTS");
        return ReadTable(text, text.Next());
    }

    private static FakeTable ReadTable(CqlText text, string name)
    {
        text.Expect("(");
        var columns = new List<FakeColumn>();
        List<string> partitionKey = [], clustering = [];
        do
        {
            if (text.Take("PRIMARY", "KEY", "("))
            {
                partitionKey = text.Peek == "(" ? text.NamesInBrackets() : [text.Next()];
                while (text.Take(","))
                    clustering.Add(text.Next());
                text.Expect(")");
                continue;
            }

            var column = new FakeColumn(text.Next(), text.Type());
            columns.Add(column);
            text.Take("STATIC");
            if (text.Take("PRIMARY", "KEY"))
                partitionKey = [column.Name];
        }
        while (text.Take(","));

        var parts = name.Split('.');
        return new FakeTable(parts[0], parts[1], columns, partitionKey, clustering);
    }

    private FakeReply ChangeKeyspace(CqlText text, string change, FakeCqlNode node)
    {
        var isConditional = text.Take("IF", "NOT", "EXISTS") || text.Take("IF", "EXISTS");
        var name = text.Next();
        if (change == "CREATED" && cluster.Schema.Keyspaces.ContainsKey(name))
            return isConditional ? FakeReply.Void : FakeErrors.AlreadyExists(name, "");
        if (change == "DROPPED")
            cluster.Schema.Keyspaces.TryRemove(name, out _);
        else
            cluster.Schema.Keyspaces[name] = ReadReplication(text);
        return Changed(change, name, null, node);
    }

    private static Dictionary<string, string> ReadReplication(CqlText text)
    {
        text.Expect("WITH", "REPLICATION", "=", "{");
        var options = new Dictionary<string, string>();
        do
        {
            var key = text.Next().Trim('\'');
            text.Expect(":");
            options[key] = text.Next().Trim('\'');
        }
        while (text.Take(","));

        if (!options["class"].Contains('.', StringComparison.Ordinal))
            options["class"] = "org.apache.cassandra.locator." + options["class"];
        return options;
    }

    private FakeReply ChangeTable(CqlText text, string change, FakeCqlNode node)
    {
        text.Expect("TABLE");
        var isConditional = text.Take("IF", "NOT", "EXISTS") || text.Take("IF", "EXISTS");
        var name = text.Next();
        var parts = name.Split('.');
        switch (change)
        {
            case "CREATED" when cluster.Schema.Has(name):
                return isConditional ? FakeReply.Void : FakeErrors.AlreadyExists(parts[0], parts[1]);
            case "CREATED":
                cluster.Schema.Add(ReadTable(text, name));
                break;
            case "UPDATED" when text.Take("ADD"):
                cluster.Schema.Find(name).Add(new FakeColumn(text.Next(), text.Type()));
                cluster.Schema.Change();
                break;
            case "UPDATED":
                text.Expect("DROP");
                cluster.Schema.Find(name).Drop(text.Next());
                cluster.Schema.Change();
                break;
            default:
                cluster.Schema.Remove(name);
                break;
        }

        return Changed(change, parts[0], parts[1], node);
    }

    private FakeReply Changed(string change, string keyspace, string? table, FakeCqlNode node)
    {
        cluster.AgreeOnSchema(node);
        _ = cluster.NotifyAsync(FakeReply.SchemaNotice(change, keyspace, table));
        return FakeReply.SchemaChange(change, keyspace, table);
    }
}
