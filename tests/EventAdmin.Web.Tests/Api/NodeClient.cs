using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventAdmin.Web.Tests.Hosting;

namespace EventAdmin.Web.Tests.Api;

/// <summary>A client that nobody of us wrote: Node with the package <c>@microsoft/signalr</c>, installed by its lock file when first needed.</summary>
internal static class NodeClient
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(3);
    private static readonly string Folder = RepositoryRoot.Combine("tests/EventAdmin.Web.Tests/Javascript");
    private static readonly SemaphoreSlim InstallingOnce = new(1);

    /// <summary>What it printed, a JSON value a line, and its exit code. Skips the test where there is no Node or no package.</summary>
    public static async Task<(List<JsonElement> Lines, int Code)> FollowAsync(Uri server, int count, string request, Action<int>? see = null)
    {
        if (await FindMissingAsync() is { } whyNot)
            Assert.Skip(whyNot);
        using var node = Start("node", ["follow.mjs", server.ToString(), count.ToString(CultureInfo.InvariantCulture), request]);
        using var deadline = new CancellationTokenSource(TimeMax);
        var lines = new List<JsonElement>();
        try
        {
            while (await node.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                lines.Add(JsonElement.Parse(line));
                see?.Invoke(lines.Count);
            }

            await node.WaitForExitAsync(deadline.Token);
            return (lines, node.ExitCode);
        }
        catch (OperationCanceledException e)
        {
            node.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{lines.Count} of {count} events came in {TimeMax}.", e);
        }
    }

    /// <summary>Why there is no such client; null where there is one, if need be after installing it.</summary>
    private static async Task<string?> FindMissingAsync()
    {
        await InstallingOnce.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return await InstallAsync();
        }
        finally
        {
            InstallingOnce.Release();
        }
    }

    private static async Task<string?> InstallAsync()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "@microsoft", "signalr")))
            return null;
        try
        {
            using var npm = Start("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
            var (output, errors) = (npm.StandardOutput.ReadToEndAsync(CancellationToken.None), npm.StandardError.ReadToEndAsync(CancellationToken.None));
            using var deadline = new CancellationTokenSource(TimeMax);
            await npm.WaitForExitAsync(deadline.Token);
            return npm.ExitCode == 0 ? null : $"npm could not install @microsoft/signalr:\n{await output}\n{await errors}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "There is no Node on this machine.";
        }
    }

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = Folder,
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = program != "node",
    }) ?? throw new InvalidOperationException($"Expected {program} to start.");
}
