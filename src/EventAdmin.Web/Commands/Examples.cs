using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace EventAdmin.Web.Commands;

/// <summary>Ends a command's help with lines to copy.</summary>
internal sealed class Examples(SynchronousCommandLineAction help, IReadOnlyList<string> lines) : SynchronousCommandLineAction
{
    public static void AddTo(Command command, params IReadOnlyList<string> lines)
    {
        var option = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (option is null)
        {
            option = new HelpOption();
            command.Options.Add(option);
        }

        if (option.Action is SynchronousCommandLineAction help)
            option.Action = new Examples(help, lines);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);
        var result = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var line in lines)
            output.WriteLine($"  {line}");
        output.WriteLine();
        return result;
    }
}
