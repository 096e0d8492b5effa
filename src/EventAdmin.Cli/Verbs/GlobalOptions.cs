using System.CommandLine;
using EventAdmin.Cli.Settings;

namespace EventAdmin.Cli.Verbs;

/// <summary>The options that every verb has.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> Server { get; } = new("--server", "-s")
    {
        Description = $"The server's address; else {ClientSettings.ServerVariable}, else the configuration file, else {ClientSettings.ServerDefault}.",
        HelpName = "URL",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON object a line, also on a terminal.", Recursive = true };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours; NO_COLOR says the same.", Recursive = true };

    public Option<string?> Timeout { get; } = new("--timeout")
    {
        Description = "How long to try before giving up: 500ms, 30s, 5m, 2h or never.",
        HelpName = "TIME",
        Recursive = true,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Server);
        command.Options.Add(Json);
        command.Options.Add(NoColor);
        command.Options.Add(Timeout);
    }

    public GivenOptions Read(ParseResult parsed) => new()
    {
        Server = parsed.GetValue(Server),
        Timeout = parsed.GetValue(Timeout),
        IsJson = parsed.GetValue(Json),
        IsColorless = parsed.GetValue(NoColor),
    };
}
