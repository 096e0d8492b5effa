using System.Globalization;
using System.Text.Json;

namespace EventAdmin.Testing.Cassandra;

/// <summary>
/// A cluster for a person: it goes on until it is stopped, keeps its data in a folder, and listens on 127.0.0.1, 127.0.0.2, … unless told otherwise.
/// What runs is written into that folder.
/// </summary>
public sealed class KeptCluster
{
    /// <summary>The first three numbers of the addresses where a client looks first.</summary>
    public const string UsualAddresses = "127.0.0";

    private const int JmxPortFirst = 7101;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    private readonly string _folder;
    private readonly string _addresses;
    private readonly ClusterRun _run;

    private KeptCluster(string folder, string addresses, ClusterRun run)
    {
        _folder = folder;
        _addresses = addresses;
        _run = run;
    }

    public IReadOnlyList<CassandraNode> Nodes => _run.Nodes;

    /// <summary>Starts it, with the data that is in the folder. When a node does not come up, none is left running.</summary>
    /// <param name="addresses">The first three numbers of the nodes' addresses; data that is there must have been made with the same.</param>
    /// <exception cref="InvalidOperationException">It runs already, or another shape has its data there.</exception>
    public static async Task<KeptCluster> StartAsync(string folder, string addresses, ClusterOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        if (await FindAsync(folder, cancellationToken) is { } known)
        {
            if (known.Nodes.Any(node => node.IsRunning))
                throw new InvalidOperationException($"A cluster runs from {folder} already: stop it first.");
            if (known._run.Options.Shape != options.Shape || known._addresses != addresses)
                throw new InvalidOperationException($"{folder} has the data of a cluster {known._run.Options.Shape} at {known._addresses}: take another folder, or remove this one.");
        }

        var run = new ClusterRun(await CassandraDistribution.FindAsync(cancellationToken), options, isOwned: false, authority: null);
        var cluster = new KeptCluster(folder, addresses, run);
        var places = ClusterSlot.Lay(options.Shape, folder, addresses, JmxPortFirst);
        foreach (var place in places)
        {
            NodeSettings.Write(place, [.. places.Select(one => one.Address)], options);
            run.Nodes.Add(new CassandraNode(run, place));
        }

        try
        {
            await cluster.StartNodesAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>What was started from the folder; null where nothing ever was.</summary>
    public static async Task<KeptCluster?> FindAsync(string folder, CancellationToken cancellationToken)
    {
        folder = Path.GetFullPath(folder);
        if (!File.Exists(RecordPath(folder)))
            return null;
        var record = JsonSerializer.Deserialize<Recorded>(await File.ReadAllTextAsync(RecordPath(folder), cancellationToken))
            ?? throw new InvalidDataException($"{RecordPath(folder)} is empty.");
        if (!ClusterShape.TryParse(record.Shape, out var shape))
            throw new InvalidDataException($"{RecordPath(folder)} names a shape {record.Shape} that there is not.");
        var run = new ClusterRun(
            await CassandraDistribution.FindAsync(cancellationToken), new ClusterOptions { Shape = shape, IsAuthenticated = record.IsAuthenticated }, isOwned: false, null);
        foreach (var (place, node) in ClusterSlot.Lay(shape, folder, record.Addresses, JmxPortFirst).Zip(record.Nodes))
            run.Nodes.Add(new CassandraNode(run, place with { JmxPort = node.JmxPort }, node.ProcessId));
        return new KeptCluster(folder, record.Addresses, run);
    }

    /// <summary>Stops the nodes in order; their data stays.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(Nodes.Select(node => node.StopAsync(cancellationToken)));

    /// <summary>One line a node: number, address, place, process, and whether it answers.</summary>
    public async Task<IReadOnlyList<string>> DescribeAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var node in Nodes)
        {
            var state = !node.IsRunning ? "stopped" : await node.AnswersAsync(cancellationToken) ? "answers" : "silent";
            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"node {node.Number}  {node.EndPoint}  {node.Datacenter}/{node.Rack}  process {node.ProcessId}  {state}"));
        }

        return lines;
    }

    private static string RecordPath(string folder) => Path.Combine(folder, "cluster.json");

    private async Task StartNodesAsync(CancellationToken cancellationToken)
    {
        foreach (var node in Nodes)
        {
            await node.StartAsync(cancellationToken);
            Record();
        }

        await _run.WaitUntilReadyAsync(cancellationToken);
    }

    private void Record() => File.WriteAllText(RecordPath(_folder), JsonSerializer.Serialize(
        new Recorded(
            _run.Options.Shape.ToString(),
            _addresses,
            _run.Options.IsAuthenticated,
            [.. Nodes.Where(node => node.ProcessId is not null).Select(node => new RecordedNode(node.ProcessId!.Value, node.Place.JmxPort))]),
        Readable));

    private sealed record Recorded(string Shape, string Addresses, bool IsAuthenticated, IReadOnlyList<RecordedNode> Nodes);

    private sealed record RecordedNode(int ProcessId, int JmxPort);
}
