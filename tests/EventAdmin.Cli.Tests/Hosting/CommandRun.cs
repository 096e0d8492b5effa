using System.Text;
using EventAdmin.Cli.Terminal;
using EventAdmin.Cli.Verbs;

namespace EventAdmin.Cli.Tests.Hosting;

/// <summary>One call of the command line in this process, as at a terminal or through pipes.</summary>
internal sealed record CommandRun
{
    public required Uri Server { get; init; }

    /// <summary>Columns of the terminal; null where the output is a pipe.</summary>
    public int? Columns { get; init; }

    public bool HasColor { get; init; }

    public string Input { get; init; } = "";

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Runs it within the test.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => InvokeAsync(arguments, TestContext.Current.CancellationToken);

    /// <summary>Runs it before any test, in a fixture.</summary>
    public async Task<CommandResult> InvokeAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        await using var errors = new StringWriter { NewLine = "\n" };
        var variables = new Dictionary<string, string>(Variables, StringComparer.Ordinal);
        // Nothing of the machine that the tests run on may be read.
        variables.TryAdd("EVENTADMIN_SERVER", Server.ToString());
        variables.TryAdd("XDG_CONFIG_HOME", Path.Combine(Path.GetTempPath(), "eventadmin-no-configuration"));
        if (!HasColor)
            variables.TryAdd("NO_COLOR", "1");
        var surroundings = new Surroundings
        {
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(Input)),
            Output = output,
            Error = errors,
            IsOutputTerminal = Columns is not null,
            IsErrorTerminal = false,
            Width = Columns,
            Variable = name => variables.GetValueOrDefault(name),
            Clock = TimeProvider.System,
        };
        var code = await EventAdminCommandLine.InvokeAsync(arguments, surroundings, cancellationToken);
        return new CommandResult(code, Encoding.UTF8.GetString(output.ToArray()), errors.ToString());
    }
}

/// <summary>What a call came to.</summary>
internal sealed record CommandResult(int Code, string Output, string Errors)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
