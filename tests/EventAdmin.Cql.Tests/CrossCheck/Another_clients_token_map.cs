using System.Globalization;
using System.Text.Json.Nodes;
using EventAdmin.Cql.Tests.RealCluster;

namespace EventAdmin.Cql.Tests.CrossCheck;

[Collection(Runs.TwoDatacenters)]
public sealed class Another_clients_token_map(TwoDatacenterCluster run)
{
    private const int Keys = 10_000;
    private const int Seed = 20260822;

    [Fact]
    public async Task Has_the_token_and_the_replicas_of_ours_for_ten_thousand_keys()
    {
        await NodeDriver.RequireAsync();
        await using var client = await RealClient.ConnectAsync(run.Cluster);
        var random = new Random(Seed);
        var keys = Enumerable.Range(0, Keys).Select(_ =>
        {
            var key = new byte[random.Next(1, 60)];
            random.NextBytes(key);
            return key;
        }).ToList();
        var keyspaces = (string[])["ks", "single"];

        var theirs = (await NodeDriver.AskAsync(new JsonObject
        {
            ["verb"] = "locate",
            ["contactPoint"] = run.Cluster.ContactPoints[0].ToString(),
            ["keys"] = new JsonArray([.. keys.Select(key => (JsonNode)Convert.ToHexStringLower(key))]),
            ["keyspaces"] = new JsonArray([.. keyspaces.Select(keyspace => (JsonNode)keyspace)]),
        }))["places"]!.AsArray();

        for (var index = 0; index < Keys; index++)
        {
            for (var keyspace = 0; keyspace < keyspaces.Length; keyspace++)
            {
                var ours = client.Cql.Locate(keyspaces[keyspace], keys[index]);
                Assert.Equal(theirs[index]!["token"]!.GetValue<string>(), ours.Token.ToString(CultureInfo.InvariantCulture));
                Assert.Equal(
                    theirs[index]!["replicas"]![keyspace]!.AsArray().Select(address => address!.GetValue<string>()),
                    ours.Replicas.Select(replica => replica.EndPoint.Address.ToString()));
            }
        }

        Assert.Equal(Keys, theirs.Count);
    }
}
