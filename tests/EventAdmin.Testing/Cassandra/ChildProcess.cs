using System.Diagnostics;

namespace EventAdmin.Testing.Cassandra;

/// <summary>Runs a program to its end and answers what it printed.</summary>
internal static class ChildProcess
{
    public static ProcessStartInfo Describe(string path, IEnumerable<string> arguments) => new(path, arguments)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    public static async Task<(int ExitCode, string Output)> RunAsync(string path, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Describe(path, arguments)) ?? throw new InvalidOperationException($"{path} could not be started.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
