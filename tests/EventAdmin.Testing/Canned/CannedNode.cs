using System.Net;
using System.Net.Sockets;

namespace EventAdmin.Testing.Canned;

/// <summary>
/// A node of the CQL protocol, versions 4 and 5, whose answers were made beforehand: for measuring clients. It has threads of its own and
/// allocates nothing once it is warm, so that it can stand in the process that is measured; it checks nothing and knows <see cref="CannedTable"/> alone.
/// </summary>
public sealed class CannedNode : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private CannedNode()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port: 0));
        _listener.Listen();
        Address = (IPEndPoint)_listener.LocalEndPoint!;
        StartThread(Accept);
    }

    /// <summary>Where it listens: a free port of the loopback.</summary>
    public IPEndPoint Address { get; }

    public static CannedNode Start() => new();

    /// <summary>Takes no more connections; those that are open end with their clients.</summary>
    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var connection = new CannedConnection(_listener.Accept());
                StartThread(connection.Run);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was disposed, or the process ends.
        }
    }

    private static void StartThread(ThreadStart run) => new Thread(run) { IsBackground = true, Name = "canned node" }.Start();
}
