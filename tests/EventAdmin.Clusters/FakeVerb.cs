using System.CommandLine;
using System.Globalization;
using EventAdmin.Testing.FakeNode;

namespace EventAdmin.Clusters;

/// <summary>Runs a fake cluster as a process of its own, so that what a client costs can be counted apart.</summary>
internal static class FakeVerb
{
    public static Command Create()
    {
        var nodes = new Option<int>("--nodes") { Description = "How many nodes.", DefaultValueFactory = _ => 1 };
        var rowBytes = new Option<int>("--row-bytes") { Description = "Bytes of data in a canned row.", DefaultValueFactory = _ => 400 };
        var pageRows = new Option<int>("--page-rows") { Description = "Rows of a canned page.", DefaultValueFactory = _ => 100 };
        var version = new Option<int>("--protocol") { Description = "The highest protocol version, 4 or 5.", DefaultValueFactory = _ => 5 };
        var command = new Command("fake", "Runs fake nodes with canned answers until the input ends; prints their addresses.")
        {
            nodes, rowBytes, pageRows, version,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var cluster = FakeCluster.Start(parsed.GetRequiredValue(nodes));
            cluster.IsRecording = false;
            foreach (var node in cluster.Nodes)
                node.ProtocolVersionMax = parsed.GetRequiredValue(version);
            BenchTable.Can(cluster, parsed.GetRequiredValue(rowBytes), parsed.GetRequiredValue(pageRows));
            await Console.Out.WriteLineAsync(string.Join(' ', cluster.Nodes.Select(node => node.EndPoint.ToString())));

            await InputEnd.WaitAsync(cancellationToken);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{cluster.Nodes.Sum(node => node.ConnectionsEver)} connections"));
            foreach (var complaint in cluster.Complaints)
                await Console.Error.WriteLineAsync(complaint);
            return 0;
        });
        return command;
    }
}
