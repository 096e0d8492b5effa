using Microsoft.Win32.SafeHandles;

namespace EventAdmin.Cli.Terminal;

/// <summary>What a command runs in: the process's own, or a test's.</summary>
internal sealed record Surroundings
{
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Where results go, byte for byte.</summary>
    public required Stream Output { get; init; }

    /// <summary>Where progress and problems go.</summary>
    public required TextWriter Error { get; init; }

    public required bool IsOutputTerminal { get; init; }

    public required bool IsErrorTerminal { get; init; }

    /// <summary>Columns of the terminal; null to ask it each time.</summary>
    public int? Width { get; init; }

    public required Func<string, string?> Variable { get; init; }

    public required TimeProvider Clock { get; init; }

    public static Surroundings OfProcess() => new()
    {
        OpenInput = Console.OpenStandardInput,
        Output = OpenOutput(),
        Error = Console.Error,
        IsOutputTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        Variable = Environment.GetEnvironmentVariable,
        Clock = TimeProvider.System,
    };

    // The console's own stream says nothing when whoever reads a pipe goes away, and a long output would go on for nobody. What can be sought
    // in is a file that others may add to, which only the console's stream leaves as they expect it.
    private static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
            return Console.OpenStandardOutput();
        const int standardOutput = 1;
        var pipe = new FileStream(new SafeFileHandle(standardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
    }
}
