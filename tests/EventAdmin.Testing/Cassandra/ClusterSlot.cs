using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventAdmin.Testing.Cassandra;

/// <summary>Addresses, ports and a folder that no other cluster of this machine has at the same time.</summary>
internal sealed class ClusterSlot : IDisposable
{
    private const int SlotsMax = 32;
    private const int JmxPortFirst = 17100;

    private readonly FileLock _lock;

    private ClusterSlot(int number, FileLock held)
    {
        Number = number;
        _lock = held;
        Folder = Path.Combine(Root, Name);
    }

    public int Number { get; }

    /// <summary>Every address of 127.0.0.0/8 is this machine; a slot has its own 256 of them.</summary>
    public string AddressPrefix => string.Create(CultureInfo.InvariantCulture, $"127.90.{Number}");

    public string Folder { get; }

    private static string Root => Path.Combine(CassandraDistribution.CacheFolder, "run");

    private string Name => string.Create(CultureInfo.InvariantCulture, $"slot{Number}");

    /// <summary>Takes the first that is free; its folder is empty.</summary>
    public static ClusterSlot Take()
    {
        for (var number = 1; number <= SlotsMax; number++)
        {
            if (FileLock.TryAcquire(Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"slot{number}.lock"))) is not { } held)
                continue;
            var slot = new ClusterSlot(number, held);
            if (Directory.Exists(slot.Folder))
                Directory.Delete(slot.Folder, recursive: true);
            Directory.CreateDirectory(slot.Folder);
            return slot;
        }

        throw new InvalidOperationException($"All {SlotsMax} places for clusters under {Root} are taken.");
    }

    public static IReadOnlyList<NodePlace> Lay(ClusterShape shape, string folder, string addressPrefix, int jmxPortFirst) =>
    [
        .. shape.Places().Select((place, index) => new NodePlace(
            index + 1,
            Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"n{index + 1}")),
            string.Create(CultureInfo.InvariantCulture, $"{addressPrefix}.{index + 1}"),
            place.Datacenter,
            place.Rack,
            place.Token,
            FreePortFrom(jmxPortFirst + index))),
    ];

    public IReadOnlyList<NodePlace> Lay(ClusterShape shape) => Lay(shape, Folder, AddressPrefix, JmxPortFirst + Number * ClusterShape.NodesMax);

    public void Dispose() => _lock.Dispose();

    // The management interface listens on the one loopback address, beside whatever else runs there.
    private static int FreePortFrom(int first)
    {
        for (var port = first; port < first + 10_000; port += 1_000)
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Another program has it.
            }
        }

        throw new InvalidOperationException($"No port is free at {first} and every thousand above it.");
    }
}
