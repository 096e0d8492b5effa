using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventAdmin.Testing.FakeNode;

/// <summary>
/// A cluster that a test holds in its hand: nodes on addresses of their own that speak protocol versions 4 and 5, keep tables with conditional
/// writes, record every request byte for byte, and fail as the test says.
/// </summary>
public sealed class FakeCluster : IAsyncDisposable
{
    private static int _clustersEver;

    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<FakeRequest> _requests = [];
    private readonly ConcurrentQueue<FakeTrace> _traces = [];
    private readonly List<FakeCqlNode> _nodes = [];
    private long _numbers;

    private FakeCluster(TimeProvider time)
    {
        _time = time;
        Store = new FakeStore(time);
        Statements = new FakeStatements(this);
    }

    public IReadOnlyList<FakeCqlNode> Nodes => _nodes;

    /// <summary>Nodes that the others no longer know.</summary>
    public ISet<FakeCqlNode> Removed { get; } = new HashSet<FakeCqlNode>();

    public string Name { get; set; } = "fake";

    /// <summary>Faults of all nodes; a node's own are asked first.</summary>
    public FakeScript Script { get; } = new();

    public FakeStatements Statements { get; }

    public FakeSchema Schema { get; } = new();

    /// <summary>What compressions a node offers.</summary>
    public IReadOnlyList<string> Compressions { get; set; } = ["snappy", "lz4"];

    /// <summary>The one account; null where clients need none.</summary>
    public (string User, string Password)? Account { get; set; }

    /// <summary>The authenticator that nodes name; null for that of passwords.</summary>
    public string? Authenticator { get; set; }

    /// <summary>What a node answers to a login; null for a decision.</summary>
    public byte[]? Challenge { get; set; }

    /// <summary>Off: a change of the schema reaches the node that made it alone, until <see cref="AgreeOnSchema()"/>.</summary>
    public bool AgreesOnSchemaAtOnce { get; set; } = true;

    /// <summary>Off: requests are not kept, for measuring.</summary>
    public bool IsRecording { get; set; } = true;

    /// <summary>Every request of every node, in the order of arrival.</summary>
    public IReadOnlyCollection<FakeRequest> Requests => _requests;

    /// <summary>The requests that callers asked for, without those of the client itself.</summary>
    public IEnumerable<FakeRequest> Statement => _requests.Where(request => request.IsStatement);

    /// <summary>What was wrong on the client's side of the protocol; empty when all is well.</summary>
    public IEnumerable<string> Complaints => _nodes.SelectMany(node => node.Complaints);

    internal FakeStore Store { get; }

    internal CannedAnswers? Canned { get; set; }

    internal Guid SchemaVersion { get; private set; } = new(1, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 0);

    internal IReadOnlyCollection<FakeTrace> Traces => _traces;

    /// <summary>Starts nodes: one for each place.</summary>
    public static FakeCluster Start(IReadOnlyList<FakeNodePlace> places, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(places);
        var cluster = new FakeCluster(time ?? TimeProvider.System);
        foreach (var endPoint in FreeEndPoints(places.Count).Zip(places))
            cluster._nodes.Add(new FakeCqlNode(cluster, endPoint.Second, endPoint.First));
        foreach (var node in cluster._nodes)
            node.Start();
        return cluster;
    }

    /// <summary>Starts nodes in datacenters dc1, dc2, …, each in a rack of its own, evenly over the ring.</summary>
    public static FakeCluster Start(int nodesPerDatacenter, int datacenters = 1, TimeProvider? time = null) =>
        Start(Places(nodesPerDatacenter, datacenters), time);

    public static IReadOnlyList<FakeNodePlace> Places(int nodesPerDatacenter, int datacenters = 1) =>
    [
        .. Enumerable.Range(0, datacenters).SelectMany(datacenter => Enumerable.Range(0, nodesPerDatacenter).Select(node => new FakeNodePlace
        {
            HostId = new Guid(datacenter + 1, (short)(node + 1), 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 0xFA),
            Datacenter = string.Create(CultureInfo.InvariantCulture, $"dc{datacenter + 1}"),
            Rack = string.Create(CultureInfo.InvariantCulture, $"r{node + 1}"),
            Tokens = [(long)(((Int128)node << 64) / nodesPerDatacenter) + long.MinValue + datacenter * 100],
        })),
    ];

    /// <summary>Every node learns of the last change of the schema.</summary>
    public void AgreeOnSchema()
    {
        foreach (var node in _nodes)
            node.SchemaVersion = SchemaVersion;
    }

    /// <summary>Sends a notice from every node to every connection that asked for its kind.</summary>
    public Task NotifyAsync(FakeReply notice) => Task.WhenAll(_nodes.Select(node => node.NotifyAsync(notice)));

    /// <summary>Forgets what was recorded.</summary>
    public void ClearRequests() => _requests.Clear();

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    internal long NextNumber() => Interlocked.Increment(ref _numbers);

    internal void Record(FakeRequest request)
    {
        if (IsRecording)
            _requests.Enqueue(request);
    }

    internal void AgreeOnSchema(FakeCqlNode first)
    {
        SchemaVersion = new Guid(Schema.Generation + 2, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 0);
        first.SchemaVersion = SchemaVersion;
        if (AgreesOnSchemaAtOnce)
            AgreeOnSchema();
    }

    internal Guid Trace(FakeRequest request)
    {
        var id = new Guid((int)request.Number, 0, 0x1000, 0x80, 0, 0, 0, 0, 0, 0, 0x7A);
        _traces.Enqueue(new FakeTrace(id, request.Node, request.Cql, _time.GetUtcNow(), ["Parsing", "Preparing", "Request complete"]));
        return id;
    }

    // One port that is free on every address of this cluster, whose first three numbers no other cluster of this process has.
    private static List<IPEndPoint> FreeEndPoints(int count)
    {
        while (true)
        {
            var cluster = Interlocked.Increment(ref _clustersEver);
            var prefix = string.Create(CultureInfo.InvariantCulture, $"127.{100 + Environment.ProcessId % 100}.{1 + cluster % 250}");
            var held = new List<Socket>();
            try
            {
                var port = 0;
                for (var number = 1; number <= count; number++)
                {
                    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    held.Add(socket);
                    socket.Bind(new IPEndPoint(IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"{prefix}.{number}")), port));
                    port = ((IPEndPoint)socket.LocalEndPoint!).Port;
                }

                return [.. held.Select(socket => (IPEndPoint)socket.LocalEndPoint!)];
            }
            catch (SocketException)
            {
                // Another program has the port on one of the addresses: try the next.
            }
            finally
            {
                held.ForEach(socket => socket.Dispose());
            }
        }
    }
}

/// <summary>A request that was traced.</summary>
internal sealed record FakeTrace(Guid Id, FakeCqlNode Coordinator, string Cql, DateTimeOffset StartedAt, IReadOnlyList<string> Steps);
