using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace EventAdmin.Cli.Terminal;

/// <summary>Ends a command's help with lines to copy, each with what it is for.</summary>
internal sealed class Examples(SynchronousCommandLineAction help, IReadOnlyList<(string Line, string What)> examples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public static void AddTo(Command command, params IReadOnlyList<(string Line, string What)> examples)
    {
        var option = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (option is null)
        {
            option = new HelpOption();
            command.Options.Add(option);
        }

        if (option.Action is SynchronousCommandLineAction help)
            option.Action = new Examples(help, examples);
    }

    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);
        var result = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var (line, what) in examples)
        {
            output.WriteLine($"  # {what}");
            output.WriteLine($"  eventadmin {line}");
        }

        output.WriteLine();
        return result;
    }
}
