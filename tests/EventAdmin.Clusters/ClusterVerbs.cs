using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using EventAdmin.Testing.Cassandra;

namespace EventAdmin.Clusters;

/// <summary>Starting, stopping and asking the cluster of a folder.</summary>
internal static class ClusterVerbs
{
    public static Command Start()
    {
        var shape = new Argument<string>("shape") { Description = "1 or 3 nodes, or datacenters x nodes of each, such as 2x2.", DefaultValueFactory = _ => "1" };
        var settings = new Option<string[]>("--set") { Description = "A key of cassandra.yaml, as key=value; an empty value takes it out." };
        var login = new Option<bool>("--login") { Description = "Clients must log in (cassandra, cassandra)." };
        var quick = new Option<bool>("--fast") { Description = "Without flushing to the disk: quicker, and not for measuring." };
        var addresses = new Option<string>("--addresses")
        {
            Description = "The first three numbers of the nodes' addresses.",
            DefaultValueFactory = _ => KeptCluster.UsualAddresses,
        };
        var folder = Folder();
        var command = new Command("start", "Starts a cluster with the data that is in its folder, and waits until every node answers.")
        {
            shape, settings, login, quick, addresses, folder,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(async () =>
        {
            if (!ClusterShape.TryParse(parsed.GetRequiredValue(shape), out var asked))
                return Refuse($"{parsed.GetRequiredValue(shape)} is no shape: say 1, 3 or 2x2.");
            var options = new ClusterOptions
            {
                Shape = asked,
                Settings = (parsed.GetValue(settings) ?? []).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? ""),
                IsAuthenticated = parsed.GetValue(login),
                IsDurable = !parsed.GetValue(quick),
            };
            var began = Stopwatch.GetTimestamp();
            var cluster = await KeptCluster.StartAsync(
                parsed.GetRequiredValue(folder), parsed.GetRequiredValue(addresses), options, cancellationToken);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{cluster.Nodes.Count} node(s) ready after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s: {string.Join(", ", cluster.Nodes.Select(node => node.EndPoint))}"));
            return 0;
        }));
        return command;
    }

    public static Command Run()
    {
        var shape = new Argument<string>("shape") { Description = "1 or 3 nodes, or datacenters x nodes of each, such as 2x2.", DefaultValueFactory = _ => "1" };
        var command = new Command("run", "Runs a throw-away cluster on addresses of its own, prints them, and ends it when the input ends.") { shape };
        command.SetAction((parsed, cancellationToken) => RunAsync(async () =>
        {
            if (!ClusterShape.TryParse(parsed.GetRequiredValue(shape), out var asked))
                return Refuse($"{parsed.GetRequiredValue(shape)} is no shape: say 1, 3 or 2x2.");
            await using var cluster = await CassandraCluster.StartAsync(new ClusterOptions { Shape = asked }, cancellationToken);
            await Console.Out.WriteLineAsync(string.Join(' ', cluster.ContactPoints.Select(point => point.ToString())));
            await InputEnd.WaitAsync(cancellationToken);
            return 0;
        }));
        return command;
    }

    public static Command Stop()
    {
        var folder = Folder();
        var command = new Command("stop", "Stops the nodes; their data stays in the folder.") { folder };
        command.SetAction((parsed, cancellationToken) => WithClusterAsync(parsed.GetRequiredValue(folder), async cluster =>
        {
            await cluster.StopAsync(cancellationToken);
            await Console.Out.WriteLineAsync("stopped");
        }, cancellationToken));
        return command;
    }

    public static Command Status()
    {
        var folder = Folder();
        var command = new Command("status", "Says which nodes run and answer.") { folder };
        command.SetAction((parsed, cancellationToken) => WithClusterAsync(parsed.GetRequiredValue(folder), async cluster =>
        {
            foreach (var line in await cluster.DescribeAsync(cancellationToken))
                await Console.Out.WriteLineAsync(line);
        }, cancellationToken));
        return command;
    }

    public static Command Nodetool()
    {
        var number = new Argument<int>("node") { Description = "The node's number, from 1." };
        var arguments = new Argument<string[]>("arguments") { Description = "What nodetool is to do.", Arity = ArgumentArity.OneOrMore };
        var folder = Folder();
        var command = new Command("nodetool", "Runs Cassandra's nodetool on one node.") { number, arguments, folder };
        command.SetAction((parsed, cancellationToken) => WithClusterAsync(parsed.GetRequiredValue(folder), async cluster =>
        {
            var node = cluster.Nodes.FirstOrDefault(one => one.Number == parsed.GetRequiredValue(number))
                ?? throw new InvalidOperationException($"There is no node {parsed.GetRequiredValue(number)}.");
            await Console.Out.WriteAsync(await node.NodetoolAsync(parsed.GetRequiredValue(arguments), cancellationToken));
        }, cancellationToken));
        return command;
    }

    private static Option<string> Folder() => new("--dir")
    {
        Description = "The folder of the cluster's data.",
        DefaultValueFactory = _ => Path.Combine("data", "cassandra"),
    };

    private static Task<int> WithClusterAsync(string folder, Func<KeptCluster, Task> act, CancellationToken cancellationToken) => RunAsync(async () =>
    {
        if (await KeptCluster.FindAsync(folder, cancellationToken) is not { } cluster)
            return Refuse($"No cluster was ever started from {folder}.");
        await act(cluster);
        return 0;
    });

    private static async Task<int> RunAsync(Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (InvalidOperationException e)
        {
            return Refuse(e.Message);
        }
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }
}
