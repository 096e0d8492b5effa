namespace EventAdmin.Cql.Tests.Vectors;

/// <summary>
/// The entries whose recorded value is another driver's behaviour and not the specification's. Each names the section that decides and
/// what is expected instead.
/// </summary>
internal static class SpecificationWins
{
    public sealed record Rule(string Key, string Entry, string Section, string Expected);

    public static readonly IReadOnlyList<Rule> Rules =
    [
        new("types_decode", "boolean 02", "5.4 boolean: 0 is false, any other byte is true", "true"),
        new("types_decode", "boolean ff", "5.4 boolean: 0 is false, any other byte is true", "true"),
        new("types_decode", "int ", "3 [value] and 5.13 int: an empty value is neither null nor zero", "error"),
        new("types_decode", "bigint ", "3 [value] and 5.2 bigint: an empty value is neither null nor zero", "error"),
        new("types_decode", "decimal 0000001e01", "5.6 decimal: the scale is any int", "0.000000000000000000000000000001"),
        new("types_decode", "timestamp 7fffffffffffffff", "5.18 timestamp: milliseconds in 64 bits, never wrapped", "9223372036854775807ms"),
        new("types_decode", "timestamp 8000000000000000", "5.18 timestamp: milliseconds in 64 bits, never wrapped", "-9223372036854775808ms"),
        new("type_class_names", "org.apache.cassandra.db.marshal.DurationType", "5.8 duration: version 4 has no number for it and sends the class", "duration"),
        new("responses", "ERROR CDC_WRITE_FAILURE 0x1600 (driver 3.22 does not know it)", "8 CDC_WRITE_FAILURE", "CdcWriteFailure"),
        new("responses", "ERROR CAS_WRITE_UNKNOWN 0x1700 (driver 3.22 does not know it)", "8 CAS_WRITE_UNKNOWN", "CasWriteUnknown"),
        new("responses", "EVENT topology MOVED_NODE (legacy)", "4.2.6 TOPOLOGY_CHANGE: a moved node is not removed", "topology MovedNode 127.0.0.3:9042"),
        new("token_maps", "nts 2dc rf 2/2 (racks r1,r1,r2 in dc2)", "NetworkTopologyStrategy keeps as many replicas per datacenter as its factor says", "the first 2 of dc2"),
    ];

    public static Rule? Find(string key, string entry) => Rules.FirstOrDefault(rule => rule.Key == key && rule.Entry == entry);
}
