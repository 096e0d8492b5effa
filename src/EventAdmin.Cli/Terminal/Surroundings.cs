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
        Output = Console.OpenStandardOutput(),
        Error = Console.Error,
        IsOutputTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        Variable = Environment.GetEnvironmentVariable,
        Clock = TimeProvider.System,
    };
}
