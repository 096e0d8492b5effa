using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace EventAdmin.Web.Tests.Hosting;

/// <summary>The server's own executable as a process, with an environment that names nothing of this machine.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(1);

    // What a developer's shell or a container may have set.
    private static readonly string[] Surroundings =
        ["ASPNETCORE_URLS", "DOTNET_URLS", "URLS", "ASPNETCORE_HTTP_PORTS", "DOTNET_HTTP_PORTS", "HTTP_PORTS", "DOTNET_ENVIRONMENT"];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task<string> _errors;
    private Task? _restOfOutput;

    private ServerProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    public int Id => _process.Id;

    public static ServerProcess Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Program).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in Surroundings)
            start.Environment.Remove(name);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new ServerProcess(Process.Start(start) ?? throw new InvalidOperationException("Expected dotnet to start."));
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<Ending> RunAsync(string[] arguments, CancellationToken cancellationToken, params (string Name, string Value)[] environment)
    {
        await using var process = Start(arguments, environment);
        return await process.EndAsync(cancellationToken);
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
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    public async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteAsync(text.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        await (_restOfOutput ?? Task.CompletedTask);
        await _errors;
        _process.Dispose();
    }

    private async Task ReadRestAsync() => _output.Append(await _process.StandardOutput.ReadToEndAsync(CancellationToken.None));

    [GeneratedRegex(@"http://(127\.0\.0\.1|localhost|\[::1\]):[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    /// <summary>How it ended.</summary>
    internal sealed record Ending(int Code, string Output, string Errors);
}
