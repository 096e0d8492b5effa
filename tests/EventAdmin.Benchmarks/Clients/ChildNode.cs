using System.Diagnostics;
using System.Globalization;
using System.Net;
using EventAdmin.Testing.Canned;

namespace EventAdmin.Benchmarks.Clients;

/// <summary>A canned node as a child process, so that its processor time is not counted as the client's. It ends with this process.</summary>
internal sealed class ChildNode : IDisposable
{
    public const string Verb = "canned-node";

    private readonly Process _process;

    private ChildNode(Process process, int port) => (_process, Address) = (process, new IPEndPoint(IPAddress.Loopback, port));

    public IPEndPoint Address { get; }

    public static async Task<ChildNode> StartAsync()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("Expected the path of this program.");
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(ChildNode).Assembly.Location);
        start.ArgumentList.Add(Verb);
        var process = Process.Start(start) ?? throw new InvalidOperationException("Expected a child process.");
        var line = await process.StandardOutput.ReadLineAsync();
        return new ChildNode(process, int.Parse(line ?? throw new InvalidOperationException("Expected the node's port."), CultureInfo.InvariantCulture));
    }

    /// <summary>What the child does: serves until its standard input ends.</summary>
    public static int Serve()
    {
        using var node = CannedNode.Start();
        Console.WriteLine(node.Address.Port.ToString(CultureInfo.InvariantCulture));
        Console.In.ReadToEnd();
        return 0;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
