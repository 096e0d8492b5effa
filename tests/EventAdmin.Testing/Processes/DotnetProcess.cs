using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EventAdmin.Testing.Processes;

/// <summary>A program of ours as a process, with an environment that names nothing of this machine.</summary>
public sealed partial class DotnetProcess : IAsyncDisposable
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(2);

    // What a developer's shell or a container may have set.
    private static readonly string[] Surroundings =
        ["ASPNETCORE_URLS", "DOTNET_URLS", "URLS", "ASPNETCORE_HTTP_PORTS", "DOTNET_HTTP_PORTS", "HTTP_PORTS", "DOTNET_ENVIRONMENT"];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task<string> _errors;
    private Task? _restOfOutput;

    private DotnetProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    public int Id => _process.Id;

    /// <summary>Starts the program whose dll is named.</summary>
    public static DotnetProcess Start(string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var start = new ProcessStartInfo("dotnet", ["exec", program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in Surroundings)
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new DotnetProcess(Process.Start(start) ?? throw new InvalidOperationException("Expected dotnet to start."));
    }

    /// <summary>Waits until it listens, and answers where.</summary>
    public async Task<Uri> ListenAsync(CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(TimeMax, cancellationToken) is { } line)
        {
            _output.AppendLine(line);
            if (Address().Match(line) is not { Success: true } address)
                continue;
            _restOfOutput = ReadRestAsync();
            return new Uri(address.Value);
        }

        throw new InvalidOperationException($"It ended before it listened:\n{_output}\n{await _errors}");
    }

    /// <summary>The next line that it prints.</summary>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(TimeMax, cancellationToken)
        ?? throw new InvalidOperationException($"It ended:\n{await _errors}");

    /// <summary>Waits for its end, closing its input.</summary>
    public async Task<Ending> EndAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await (_restOfOutput ??= ReadRestAsync()).WaitAsync(TimeMax, cancellationToken);
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(TimeMax, cancellationToken);
        return new Ending(_process.ExitCode, _output.ToString(), await _errors);
    }

    /// <summary>As Ctrl+C does.</summary>
    public async Task InterruptAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Ends it at once, as a power cut would. Nothing happens where it has ended already.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteAsync(text.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await (_restOfOutput ?? Task.CompletedTask);
        await _errors;
        _process.Dispose();
    }

    private async Task ReadRestAsync() => _output.Append(await _process.StandardOutput.ReadToEndAsync(CancellationToken.None));

    [GeneratedRegex(@"http://(127\.0\.0\.1|localhost|\[::1\]):[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}

/// <summary>How a process ended.</summary>
public sealed record Ending(int Code, string Output, string Errors);
