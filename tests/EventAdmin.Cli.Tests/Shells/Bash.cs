using System.Diagnostics;
using EventAdmin.Cli.Tests.Hosting;

namespace EventAdmin.Cli.Tests.Shells;

/// <summary>A real shell, in which <c>eventadmin</c> talks to a server of the tests.</summary>
internal static class Bash
{
    private const string Program = "/bin/bash";

    public static bool IsPresent => File.Exists(Program);

    public static string WhyAbsent => "There is no bash here.";

    /// <summary>What a script prints, without blanks around it.</summary>
    public static async Task<string> RunAsync(OwnServer server, string script)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var command = $"eventadmin() {{ dotnet exec '{Programs.CommandLine}' \"$@\"; }}\n{script}";
        var start = new ProcessStartInfo(Program, ["--norc", "-c", command]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["EVENTADMIN_SERVER"] = server.Address.ToString();
        start.Environment["XDG_CONFIG_HOME"] = server.Combine("no-configuration");
        using var bash = Process.Start(start) ?? throw new InvalidOperationException("Expected bash to start.");
        var output = await bash.StandardOutput.ReadToEndAsync(cancellationToken);
        await bash.WaitForExitAsync(cancellationToken);
        return output.Trim();
    }
}
