using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace EventAdmin.Browser.Tests.Hosting;

/// <summary>The app in a process of its own, which can be killed and started again at the same address.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private const int FailureLines = 12;

    // The framework's Virtualize awaits the browser when it is disposed and knows only one of the two ways in which a closing circuit answers
    // that; the other one (a cancelled call, when a page is left in that very moment) it lets through to the log. Nothing of ours is in it.
    private const string VirtualizeEnd = "VirtualizeJsInterop.DisposeAsync()";

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromMinutes(2);

    private readonly string[] _arguments;
    private readonly ConcurrentQueue<string> _output = [];
    private Process? _process;
    private Task _restOfOutput = Task.CompletedTask;

    private ServerProcess(string[] arguments) => _arguments = arguments;

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>What the app logged as failed, with what stands below it.</summary>
    public IReadOnlyList<string> Failures =>
    [
        .. _output.Index().Where(line => line.Item.StartsWith("fail:", StringComparison.Ordinal) || line.Item.StartsWith("crit:", StringComparison.Ordinal))
            .Select(line => string.Join('\n', _output.Skip(line.Index).Take(FailureLines)))
            .Where(static failure => !failure.Contains(VirtualizeEnd, StringComparison.Ordinal)),
    ];

    /// <summary>Starts the app on a store at any free port and returns when it listens.</summary>
    public static async Task<ServerProcess> StartAsync(string storePath, params string[] arguments)
    {
        var server = new ServerProcess(["--store", storePath, .. arguments]);
        try
        {
            await server.StartAsync();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Starts the app again, where it was.</summary>
    public async Task StartAsync()
    {
        _process = Start([.. _arguments, "--urls", $"http://127.0.0.1:{Address.Port}"]);
        using var deadline = new CancellationTokenSource(StartTimeMax);
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            _output.Enqueue(line);
            var address = ListenAddress().Match(line);
            if (!address.Success)
                continue;

            // A full pipe would stop the app.
            _restOfOutput = ReadOutputAsync(_process.StandardOutput);
            Address = new Uri(address.Value);
            return;
        }

        throw new InvalidOperationException($"The app ended before it listened:\n{string.Join('\n', _output)}");
    }

    /// <summary>Ends the process at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await _restOfOutput;
        process.Dispose();
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    /// <summary>Runs one of the executable's verbs to its end and returns what it printed.</summary>
    public static async Task<string> RunVerbAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Start(arguments);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}");
    }

    private async Task ReadOutputAsync(StreamReader output)
    {
        while (await output.ReadLineAsync(CancellationToken.None) is { } line)
            _output.Enqueue(line);
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [RepositoryRoot.WebAssembly, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // Development finds the assets where they stand in the repository, so nothing has to be published.
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment.Remove("ASPNETCORE_URLS");
        return Process.Start(start) ?? throw new InvalidOperationException("Expected dotnet to start.");
    }

    [GeneratedRegex("""http://127\.0\.0\.1:[0-9]+""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListenAddress();
}
