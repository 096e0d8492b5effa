using System.Globalization;
using System.Text.Json;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Vectors;

public sealed class Replicas_of_the_vectors
{
    // Fields that an entry, a node and a replica list may have; another one means that something new is not tested.
    private static readonly string[] EntryFields = ["name", "nodes", "strategy", "options", "replicas"];
    private static readonly string[] NodeFields = ["ip", "dc", "rack", "tokens"];
    private static readonly string[] ReplicaFields = ["token", "nodes"];

    public static TheoryData<int, string> TokenMaps => VectorFile.Rows("token_maps");

    [Theory]
    [MemberData(nameof(TokenMaps))]
    public void The_replicas_of_a_token_come_in_ring_order(int index, string label)
    {
        var entry = VectorFile.Entry("token_maps", index);
        var nodes = entry.GetProperty("nodes").EnumerateArray().ToArray();
        var ring = TokenRing.Create([.. nodes.Select(TokensOf)]);
        var replication = ReplicationOf(entry);
        var table = ReplicaTable.Create(ring, [.. nodes.Select(static node => new NodePlace(node.Text("dc"), node.Text("rack")))], replication);

        foreach (var replica in entry.GetProperty("replicas").EnumerateArray())
        {
            var token = long.Parse(replica.Text("token"), CultureInfo.InvariantCulture);
            var expected = replica.GetProperty("nodes").EnumerateArray().Select(static node => node.GetString()!).ToList();
            if (SpecificationWins.Find("token_maps", entry.Text("name")) is not null)
                DropWhatIsBeyondTheFactor(expected, nodes, replication);

            var found = table.At(ring.PlaceOf(token)).ToArray().Select(node => nodes[node].Text("ip"));

            Assert.Equal((label, token, string.Join(' ', expected)), (label, token, string.Join(' ', found)));
        }
    }

    [Fact]
    public void Have_no_field_that_is_not_tested()
    {
        foreach (var entry in VectorFile.At("token_maps").EnumerateArray())
        {
            Assert.Empty(entry.EnumerateObject().Select(static field => field.Name).Except(EntryFields));
            Assert.Empty(entry.GetProperty("nodes").EnumerateArray().SelectMany(static node => node.EnumerateObject()).Select(static field => field.Name).Except(NodeFields));
            Assert.Empty(entry.GetProperty("replicas").EnumerateArray().SelectMany(static one => one.EnumerateObject()).Select(static field => field.Name).Except(ReplicaFields));
        }
    }

    // The driver adds all nodes that it had kept aside once it has seen every rack, without looking at the factor any more.
    private static void DropWhatIsBeyondTheFactor(List<string> expected, JsonElement[] nodes, CqlReplication replication)
    {
        var datacenterOf = nodes.ToDictionary(static node => node.Text("ip"), static node => node.Text("dc"));
        var taken = new Dictionary<string, int>();
        expected.RemoveAll(ip =>
        {
            var datacenter = datacenterOf[ip];
            taken[datacenter] = taken.GetValueOrDefault(datacenter) + 1;
            return taken[datacenter] > replication.FactorByDatacenter[datacenter];
        });
    }

    private static long[] TokensOf(JsonElement node)
        => [.. node.GetProperty("tokens").EnumerateArray().Select(static token => long.Parse(token.GetString()!, CultureInfo.InvariantCulture))];

    private static CqlReplication ReplicationOf(JsonElement entry)
        => CqlReplication.Parse(entry.GetProperty("options").EnumerateObject()
            .Select(static option => KeyValuePair.Create(option.Name, option.Value.GetString()!))
            .Append(KeyValuePair.Create("class", entry.Text("strategy"))));
}
