using System.Globalization;

namespace EventAdmin.Testing.Canned;

/// <summary>Answers what clients ask of the system tables: one node that owns the whole ring, and one keyspace.</summary>
internal static class CannedSystem
{
    private static readonly byte[] Loopback = [127, 0, 0, 1];
    private static readonly Guid SchemaVersion = new("5f0c9d9e-28a1-3f3e-9e0d-3f0c0a9b8d7c");

    private static readonly Cell[] Local =
    [
        new("key", Text, Utf8("local")),
        new("bootstrapped", Text, Utf8("COMPLETED")),
        new("broadcast_address", Inet, Loopback),
        new("broadcast_port", Integer, [0, 0, 0x1B, 0x58]),
        new("cluster_name", Text, Utf8("Canned")),
        new("cql_version", Text, Utf8("3.4.7")),
        new("data_center", Text, Utf8("datacenter1")),
        new("host_id", Uuid, new Guid("9a5b018f-7c11-4f52-8b6e-0c6de0a1b2c3").ToByteArray(bigEndian: true)),
        new("listen_address", Inet, Loopback),
        new("native_protocol_version", Text, Utf8("5")),
        new("partitioner", Text, Utf8("org.apache.cassandra.dht.Murmur3Partitioner")),
        new("rack", Text, Utf8("rack1")),
        new("release_version", Text, Utf8("5.0.9")),
        new("rpc_address", Inet, Loopback),
        new("rpc_port", Integer, [0, 0, 0x23, 0x52]),
        new("schema_version", Uuid, SchemaVersion.ToByteArray(bigEndian: true)),
        new("tokens", SetOfText, Tokens(16)),
    ];

    private static readonly Cell[] Keyspaces =
    [
        new("keyspace_name", Text, Utf8(CannedTable.Keyspace)),
        new("durable_writes", Truth, [1]),
        new("replication", MapOfText, Map(("class", "org.apache.cassandra.locator.SimpleStrategy"), ("replication_factor", "1"))),
    ];

    private static byte[] Text => [0, 0x0D];

    private static byte[] Integer => [0, 0x09];

    private static byte[] Truth => [0, 0x04];

    private static byte[] Uuid => [0, 0x0C];

    private static byte[] Inet => [0, 0x10];

    private static byte[] SetOfText => [0, 0x22, 0, 0x0D];

    private static byte[] MapOfText => [0, 0x21, 0, 0x0D, 0, 0x0D];

    public static byte[] Query(string text)
    {
        if (text.Contains("system.local", StringComparison.Ordinal))
            return Rows(text, Local, rows: 1);
        if (text.Contains("system.peers", StringComparison.Ordinal))
            return Rows(text, Local, rows: 0);
        if (text.Contains("system_schema.keyspaces", StringComparison.Ordinal))
            return Rows(text, Keyspaces, rows: 1);
        return text.StartsWith("SELECT ", StringComparison.OrdinalIgnoreCase) ? Rows(text, [new("key", Text, null)], rows: 0) : CannedAnswers.Void;
    }

    // SELECT * FROM …, or SELECT a, b FROM …
    private static byte[] Rows(string text, Cell[] table, int rows)
    {
        var list = text["SELECT ".Length..text.IndexOf(" FROM ", StringComparison.OrdinalIgnoreCase)].Split(',', StringSplitOptions.TrimEntries);
        var cells = list is ["*"] ? table : [.. list.Select(name => table.FirstOrDefault(cell => cell.Name == name) ?? new Cell(name, Text, null))];
        var body = new BodyWriter().Int(2).Int(1).Int(cells.Length).String("system").String("local");
        foreach (var cell in cells)
            body.String(cell.Name).Raw(cell.Type);
        body.Int(rows);
        foreach (var cell in cells.Where(_ => rows > 0))
            _ = cell.Value is null ? body.Int(-1) : body.Value(cell.Value);
        return body.ToArray();
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static byte[] Tokens(int count)
    {
        var set = new BodyWriter().Int(count);
        for (var i = 0; i < count; i++)
            set.Value((long.MinValue + 1 + (i * (long.MaxValue / count * 2))).ToString(CultureInfo.InvariantCulture));
        return set.ToArray();
    }

    private static byte[] Map(params (string Key, string Value)[] pairs)
    {
        var map = new BodyWriter().Int(pairs.Length);
        foreach (var (key, value) in pairs)
            map.Value(key).Value(value);
        return map.ToArray();
    }

    private sealed record Cell(string Name, byte[] Type, byte[]? Value);
}
