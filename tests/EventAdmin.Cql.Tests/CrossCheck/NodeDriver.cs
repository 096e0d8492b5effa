using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EventAdmin.Testing.Cassandra;

namespace EventAdmin.Cql.Tests.CrossCheck;

/// <summary>The public driver for Node, as a program that does one thing and ends. Installed on first use into the folder of caches.</summary>
internal static class NodeDriver
{
    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "CrossCheck");

    private static readonly SemaphoreSlim Installing = new(1, 1);

    /// <summary>Skips the test, with the reason, where there is no Node or the package cannot be had.</summary>
    public static async Task RequireAsync()
    {
        var (folder, problem) = await InstalledAsync();
        Assert.SkipWhen(folder is null, problem);
    }

    public static async Task<JsonNode> AskAsync(JsonObject request)
    {
        var (folder, problem) = await InstalledAsync();
        using var process = Process.Start(Describe("node", folder ?? throw new InvalidOperationException(problem), "cross-check.js"))!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(request.ToJsonString());
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0
            ? JsonNode.Parse(await output) ?? throw new InvalidDataException("The driver for Node answered nothing.")
            : throw new InvalidOperationException($"The driver for Node failed: {await errors}");
    }

    private static async Task<(string? Folder, string Problem)> InstalledAsync()
    {
        await Installing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return await InstallAsync();
        }
        finally
        {
            Installing.Release();
        }
    }

    // Once for a set of files: what was installed before is found again.
    private static async Task<(string? Folder, string Problem)> InstallAsync()
    {
        var files = (string[])["cross-check.js", "package-lock.json", "package.json"];
        var hash = SHA256.HashData([.. files.SelectMany(file => File.ReadAllBytes(Path.Combine(Source, file)))]);
        var folder = Path.Combine(CassandraDistribution.CacheFolder, $"cross-check-{Convert.ToHexStringLower(hash.AsSpan(0, 6))}");
        var isWhole = Path.Combine(folder, "installed");
        if (File.Exists(isWhole))
            return (folder, "");
        Directory.CreateDirectory(folder);
        foreach (var file in files)
            File.Copy(Path.Combine(Source, file), Path.Combine(folder, file), overwrite: true);
        try
        {
            using var process = Process.Start(Describe("npm", folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund"))!;
            process.StandardInput.Close();
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                return (null, $"The package cassandra-driver could not be installed: {await output}{await errors}");
            await File.WriteAllTextAsync(isWhole, "");
            return (folder, "");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (null, $"Node and its npm are not here: {e.Message}");
        }
    }

    private static ProcessStartInfo Describe(string program, string folder, params string[] arguments) => new(program, arguments)
    {
        WorkingDirectory = folder,
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
}
