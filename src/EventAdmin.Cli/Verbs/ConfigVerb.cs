using System.CommandLine;
using System.Text.Json;
using EventAdmin.Cli.Output;
using EventAdmin.Cli.Settings;
using EventAdmin.Cli.Terminal;
using Spectre.Console;

namespace EventAdmin.Cli.Verbs;

/// <summary><c>config check</c>: what the settings are, where they come from, and whether the server answers.</summary>
internal static class ConfigVerb
{
    private static readonly TimeSpan DeadlineDefault = TimeSpan.FromSeconds(5);

    public static Command Create(VerbRunner runner)
    {
        var check = new Command("check", "Show every setting with its origin, ask the server how it is, and say what is wrong.");
        runner.Run(check, (_, context, cancellationToken) => CheckAsync(context, cancellationToken));
        Examples.AddTo(
            check,
            ("config check", "what is used, and whether it works"),
            ("config check --server http://localhost:5081", "another server"));
        return new Command("config", "Work on the configuration of this command line.") { check };
    }

    private static async Task<int> CheckAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var screen = context.Screen;
        var (settings, file) = (context.Settings, ConfigurationFile.Read(screen.Variable));
        List<Finding> findings =
        [
            new("server", settings.Server.Value.ToString(), settings.Server.Origin),
            new("timeout", settings.Timeout.Value?.ToString() ?? "each verb's own", settings.Timeout.Origin),
            new("color", settings.Color.Value ? "on" : "off", settings.Color.Origin),
            new("file", file.Path, file.IsThere ? "read" : "not there, and need not be"),
        ];
        var health = await new ServerProbe(context.Http, screen.Clock).AskAsync(context.Timeout(DeadlineDefault), cancellationToken);
        findings.Add(new("health", health.Health, health.Detail, health.Code == ExitCode.Done));
        if (health.ApiVersion is { } version)
            findings.Add(new("API", $"version {version}", $"this speaks version {ServerProbe.ApiVersion}", version == ServerProbe.ApiVersion));
        if (screen.IsHuman)
            Show(screen, findings);
        else
        {
            foreach (var finding in findings)
                await screen.WriteJsonAsync(json => Write(json, finding), cancellationToken);
        }

        if (health.Advice is { } advice)
            screen.Complain(advice);
        return health.Code;
    }

    private static void Show(Screen screen, List<Finding> findings)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2)).AddColumn(new GridColumn().PadLeft(0).PadRight(2)).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        foreach (var finding in findings)
        {
            grid.AddRow(
                new Text(finding.Name, Styles.Quiet),
                new Text(SafeText.Of(finding.Value), finding.IsGood switch { null => Style.Plain, true => Styles.Good, false => Styles.Bad }),
                new Text(SafeText.Of(finding.Origin), Styles.Quiet));
        }

        screen.Show(grid);
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("name", finding.Name);
        json.WriteString("value", finding.Value);
        json.WriteString("origin", finding.Origin);
        if (finding.IsGood is { } isGood)
            json.WriteBoolean("isGood", isGood);
    }

    private sealed record Finding(string Name, string Value, string Origin, bool? IsGood = null);
}
