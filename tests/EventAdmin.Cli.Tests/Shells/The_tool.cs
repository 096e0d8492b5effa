using System.Diagnostics;
using EventAdmin.Cli.Tests.Hosting;

namespace EventAdmin.Cli.Tests.Shells;

public sealed class The_tool : IDisposable
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventadmin-tool-");

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Is_packed_installed_and_runs()
    {
        var (packages, tools) = (Path.Combine(_folder.FullName, "packages"), Path.Combine(_folder.FullName, "tools"));

        await RunAsync("dotnet", "pack", Path.Combine(Programs.RepositoryRoot, "src", "EventAdmin.Cli"), "--no-build", "--configuration", Programs.Configuration, "--output", packages, "-nodeReuse:false");
        await RunAsync("dotnet", "tool", "install", "EventAdmin.Cli", "--tool-path", tools, "--source", packages);
        var help = await RunAsync(Path.Combine(tools, "eventadmin"), "--help");

        Assert.Contains("eventadmin tail", help, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = _folder.FullName };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"Expected {program} to start.");
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken).WaitAsync(TimeMax, CancellationToken);
        await process.WaitForExitAsync(CancellationToken).WaitAsync(TimeMax, CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }
}
