using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventAdmin.Benchmarks.Nodes;

/// <summary>A node of the CQL protocol, versions 4 and 5, whose answers were made beforehand. It runs in a process of its own.</summary>
internal static class CannedNode
{
    /// <summary>Listens on a free port of the loopback, writes its number, and serves until standard input ends.</summary>
    public static int Run()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port: 0));
        listener.Listen();
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture));
        StartThread(() => Accept(listener));
        Console.In.ReadToEnd();
        return 0;
    }

    private static void Accept(Socket listener)
    {
        try
        {
            while (true)
            {
                var connection = new CannedConnection(listener.Accept());
                StartThread(connection.Run);
            }
        }
        catch (SocketException)
        {
            // The process ends.
        }
    }

    private static void StartThread(ThreadStart run) => new Thread(run) { IsBackground = true }.Start();
}
