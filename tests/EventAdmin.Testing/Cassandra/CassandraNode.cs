using System.Net;
using System.Net.Sockets;

namespace EventAdmin.Testing.Cassandra;

/// <summary>A node of a cluster that the tests may treat badly.</summary>
public sealed class CassandraNode
{
    private static readonly TimeSpan TimeToDrain = TimeSpan.FromSeconds(30);

    private readonly ClusterRun _run;
    private NodeProcess? _process;

    internal CassandraNode(ClusterRun run, NodePlace place, int? recordedId = null)
    {
        _run = run;
        Place = place;
        _process = recordedId is { } id ? NodeProcess.Find(id, NodeCommand.ConfigurationPath(place)) : null;
    }

    /// <summary>From 1, in the order of addresses.</summary>
    public int Number => Place.Number;

    public IPEndPoint EndPoint => new(IPAddress.Parse(Place.Address), NodeSettings.NativePort);

    public string Datacenter => Place.Datacenter;

    public string Rack => Place.Rack;

    /// <summary>The one token that the node begins its part of the ring with.</summary>
    public long Token => Place.Token;

    /// <summary>What the node writes about itself.</summary>
    public string LogPath => Path.Combine(Place.Folder, "logs", "system.log");

    public bool IsRunning => _process?.IsRunning() == true;

    public bool IsPaused { get; private set; }

    internal NodePlace Place { get; }

    internal int? ProcessId => _process?.Id;

    /// <summary>Starts it where it does not run, and does not wait until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (IsRunning)
            return;
        Directory.CreateDirectory(Path.Combine(Place.Folder, "logs"));
        _process = await NodeProcess.StartAsync(
            NodeCommand.Server(_run.Distribution, Place, _run.Options),
            OutputPath,
            NodeCommand.ConfigurationPath(Place),
            _run.IsOwned,
            cancellationToken);
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (_process is null)
            return;
        await _process.KillAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        IsPaused = false;
    }

    /// <summary>Ends it in order: it flushes and leaves the others. One that does not is killed.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_process is null)
            return;
        await ResumeAsync(cancellationToken);
        await _process.TerminateAsync(cancellationToken);
        try
        {
            await _process.WaitForExitAsync(cancellationToken).WaitAsync(TimeToDrain, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            // It hangs in its own shutdown.
            await KillAsync(cancellationToken);
        }
    }

    /// <summary>Stops it in the middle of what it does; its connections stay open and say nothing.</summary>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        if (_process is null)
            return;
        IsPaused = true;
        await _process.PauseAsync(cancellationToken);
    }

    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        if (_process is null)
            return;
        await _process.ResumeAsync(cancellationToken);
        IsPaused = false;
    }

    /// <summary>Stops it in order, starts it, and waits until it answers.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        await StartAsync(cancellationToken);
        await WaitUntilReadyAsync(cancellationToken);
    }

    /// <summary>Waits until it answers, lets us in, and sees every other node that runs.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has the end of its log.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!IsRunning)
                throw new InvalidOperationException($"Node {Number} ended while it started:\n{EndOfLog()}");
            try
            {
                await using var probe = await ConnectAsync(cancellationToken);
                await _run.ReadEverywhereAsync(probe, cancellationToken);
                return;
            }
            catch (Exception e) when (e is SocketException or IOException or NodeRefusedException or System.Security.Authentication.AuthenticationException)
            {
                // Its port is not open, or not all of it is there behind the port.
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>Whether it answers a greeting within two seconds.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        soon.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await using var probe = await ConnectAsync(soon.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or IOException or NodeRefusedException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Runs <c>nodetool</c> on it and answers what that printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is what it printed.</exception>
    public async Task<string> NodetoolAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var command = NodeCommand.Nodetool(_run.Distribution, Place, arguments);
        var (exitCode, output) = await ChildProcess.RunAsync(command[0], command.Skip(1), cancellationToken);
        return exitCode == 0 ? output : throw new InvalidOperationException($"nodetool {string.Join(' ', arguments)}: {output}");
    }

    internal Task<NodeProbe> ConnectAsync(CancellationToken cancellationToken) =>
        NodeProbe.ConnectAsync(Place.Address, _run.Authority?.Certificate, _run.Options.IsAuthenticated, cancellationToken);

    private string OutputPath => Path.Combine(Place.Folder, "logs", "output.log");

    private string EndOfLog() => string.Join('\n', ((string[])[LogPath, OutputPath])
        .Where(File.Exists)
        .SelectMany(path => File.ReadLines(path).TakeLast(20)));
}
