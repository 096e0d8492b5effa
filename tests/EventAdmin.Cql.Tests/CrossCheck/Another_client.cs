using System.Text.Json.Nodes;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Tests.RealCluster;

namespace EventAdmin.Cql.Tests.CrossCheck;

/// <summary>
/// What a client that we did not write puts into a node, and takes out of it, is what ours does. Empty collections within another are left out: it
/// writes them as nulls, which the node refuses.
/// </summary>
[Collection(Runs.OneNode)]
public sealed class Another_client(OneNodeCluster run)
{
    [Fact]
    public async Task Reads_every_type_as_ours_wrote_it_and_writes_it_as_ours_reads_it()
    {
        await NodeDriver.RequireAsync();
        await using var client = await RealClient.ConnectAsync(run.Cluster);
        await client.RunAsync("CREATE TYPE IF NOT EXISTS ks.place (name text, code int)");
        await client.RunAsync(AllTypes.CreateTable("ks.ours"));
        await client.RunAsync(AllTypes.CreateTable("ks.theirs"));
        var ids = Enumerable.Range(0, AllTypes.Rows.Count).ToList();
        var expected = AllTypes.Rows.Select(row => new JsonArray([.. row.Select(PlainForm.Of)])).ToList();

        var insert = await client.PrepareAsync(AllTypes.Insert("ks.ours"), CqlStatementKind.IdempotentWrite);
        foreach (var id in ids)
            (await client.ExecuteAsync(insert, [id, .. AllTypes.Rows[id]])).Dispose();
        var read = await NodeDriver.AskAsync(Request("read", AllTypes.Select("ks.ours"), request => request["ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)])));
        await NodeDriver.AskAsync(Request("write", AllTypes.Insert("ks.theirs"), request => request["rows"] = new JsonArray(
            [.. ids.Select(id => new JsonObject { ["id"] = id, ["values"] = expected[id].DeepClone() })])));

        var select = await client.PrepareAsync(AllTypes.Select("ks.theirs"), CqlStatementKind.Read);
        foreach (var id in ids)
        {
            AssertSame(expected[id], read["rows"]![id]!.AsArray(), "read by the other client");
            var row = Assert.Single(await client.RowsAsync(select, [id]));
            AssertSame(expected[id], new JsonArray([.. row.Select(PlainForm.Of)]), "written by the other client");
        }
    }

    private static void AssertSame(JsonArray expected, JsonArray found, string what)
    {
        for (var column = 0; column < expected.Count; column++)
        {
            Assert.Equal(
                (what, AllTypes.Columns[column].Name, expected[column]?.ToJsonString()),
                (what, AllTypes.Columns[column].Name, found[column]?.ToJsonString()));
        }
    }

    private JsonObject Request(string verb, string cql, Action<JsonObject> fill)
    {
        var request = new JsonObject
        {
            ["verb"] = verb,
            ["contactPoint"] = run.Cluster.ContactPoints[0].ToString(),
            ["cql"] = cql,
            ["names"] = new JsonArray([.. AllTypes.Columns.Select(column => (JsonNode)column.Name)]),
            ["types"] = new JsonArray([.. AllTypes.Columns.Select(column => (JsonNode)column.Type)]),
        };
        fill(request);
        return request;
    }
}
