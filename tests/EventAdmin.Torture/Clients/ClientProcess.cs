using System.Diagnostics;
using System.Globalization;

namespace EventAdmin.Torture.Clients;

/// <summary>Runs a <see cref="StoreClient"/> as a process to its end, whatever ends it, and answers what it printed.</summary>
internal static class ClientProcess
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(3);

    public static async Task<ClientEnding> RunAsync(ClientStart start, CancellationToken cancellationToken)
    {
        string[] program =
        [
            .. start.Wrapper, "dotnet", "exec", typeof(ClientProcess).Assembly.Location, "store-client", start.Path, Text(start.Load.Seed), Text(start.Load.Clients),
            Text(start.Load.Tries),
        ];
        var description = new ProcessStartInfo(program[0], program[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // A process lives for a second: what it does not need it does not start.
        description.Environment["DOTNET_EnableDiagnostics"] = "0";
        description.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in start.Environment)
            description.Environment[name] = value;
        using var process = Process.Start(description) ?? throw new InvalidOperationException($"Expected {program[0]} to start.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeMax);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            // The end of the last line may be missing: then it says nothing.
            var lines = output.Split('\n')[..^1].Select(ClientLine.Parse).ToList();
            return new ClientEnding(lines, process.ExitCode, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How a client process is started.</summary>
internal sealed record ClientStart(string Path, StoreLoad Load)
{
    /// <summary>A program with its arguments that starts it; none by default.</summary>
    public IReadOnlyList<string> Wrapper { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What a client process printed, and how it ended.</summary>
internal sealed record ClientEnding(IReadOnlyList<ClientLine> Lines, int ExitCode, string Errors)
{
    /// <summary>True when it closed the store and ended by itself.</summary>
    public bool IsClean => Lines.Count > 0 && Lines[^1] is ClientLine.Closed;
}
