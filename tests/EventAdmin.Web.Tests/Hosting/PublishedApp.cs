using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace EventAdmin.Web.Tests.Hosting;

/// <summary>The app after <c>dotnet publish</c>, in a folder outside the repository and in a process of its own, as in production.</summary>
public sealed partial class PublishedApp : IAsyncLifetime
{
    private static readonly TimeSpan PublishTimeMax = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventadmin-publish-");
    private Process? _server;
    private Task _restOfOutput = Task.CompletedTask;

    public string Folder => Path.Combine(_folder.FullName, "app");

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public async ValueTask InitializeAsync()
    {
        try
        {
            await PublishAsync();
            Address = await StartAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.Kill(entireProcessTree: true);
            await _server.WaitForExitAsync();
            await _restOfOutput;
            _server.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task PublishAsync()
    {
        var configuration = typeof(PublishedApp).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        using var publish = Start(
            RepositoryRoot.Path,
            ["publish", "src/EventAdmin.Web", "--configuration", configuration, "--no-build", "--output", Folder, "-nodeReuse:false"]);
        using var deadline = new CancellationTokenSource(PublishTimeMax);

        var output = await publish.StandardOutput.ReadToEndAsync(deadline.Token);
        await publish.WaitForExitAsync(deadline.Token);

        Assert.True(publish.ExitCode == 0, $"dotnet publish failed:\n{output}");
    }

    private async Task<Uri> StartAsync()
    {
        _server = Start(_folder.CreateSubdirectory("elsewhere").FullName, [Path.Combine(Folder, "EventAdmin.Web.dll"), "--urls", "http://127.0.0.1:0"]);
        using var deadline = new CancellationTokenSource(StartTimeMax);

        var output = new StringBuilder();
        while (await _server.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            output.AppendLine(line);
            var address = ListenAddress().Match(line);
            if (!address.Success)
                continue;

            // A full pipe would stop the app.
            _restOfOutput = _server.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new Uri(address.Value);
        }

        throw new InvalidOperationException($"The published app ended before it listened:\n{output}");
    }

    private Process Start(string workingFolder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = workingFolder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Storage__Sqlite__Path"] = Path.Combine(_folder.FullName, "store.db");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment.Remove("ASPNETCORE_URLS");
        return Process.Start(start) ?? throw new InvalidOperationException("Expected dotnet to start.");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListenAddress();
}
