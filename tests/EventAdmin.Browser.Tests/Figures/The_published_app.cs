using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Figures;

/// <summary>Measures, on demand: the size of a release, the time from its start to the first page, and its memory with no page and with 20.</summary>
public sealed partial class The_published_app
{
    private const int Starts = 5;
    private const int Pages = 20;
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PublishTimeMax = TimeSpan.FromMinutes(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Has_this_size_start_and_memory()
    {
        SharedApp.RequireBrowser();
        var folder = Directory.CreateTempSubdirectory("eventadmin-release-");
        try
        {
            var app = Path.Combine(folder.FullName, "app");
            await PublishAsync(app);
            var size = Directory.EnumerateFiles(app, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length);
            var starts = new List<double>();
            for (var i = 0; i < Starts; i++)
                starts.Add(await TimeStartAsync(app, Path.Combine(folder.FullName, "starts.db")));
            starts.Sort();
            var (idle, busy) = await MeasureMemoryAsync(app, Path.Combine(folder.FullName, "memory.db"));

            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"publish {Mebibytes(size)} MiB; start to first page p50 {starts[Starts / 2]:0} ms of {Starts}; memory {Mebibytes(idle)} MiB idle, {Mebibytes(busy)} MiB with {Pages} pages"));
            Assert.True(busy > idle, "Expected open pages to take memory.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task PublishAsync(string app)
    {
        using var publish = Start(["publish", Path.Combine(RepositoryRoot.Path, "src", "EventAdmin.Web"), "-c", "Release", "-o", app, "-v", "q", "-nodeReuse:false"]);
        using var deadline = new CancellationTokenSource(PublishTimeMax);
        var output = await publish.StandardOutput.ReadToEndAsync(deadline.Token);
        await publish.WaitForExitAsync(deadline.Token);
        Assert.True(publish.ExitCode == 0, output);
    }

    /// <summary>Milliseconds from the start of the process to the whole of the first page.</summary>
    private static async Task<double> TimeStartAsync(string app, string store)
    {
        var clock = Stopwatch.StartNew();
        using var server = Start([Path.Combine(app, "EventAdmin.Web.dll"), "--store", store, "--urls", "http://127.0.0.1:0"]);
        try
        {
            var address = await ReadAddressAsync(server);
            using var http = new HttpClient();
            using var answer = await http.GetAsync(address, Cancellation);
            await answer.Content.ReadAsByteArrayAsync(Cancellation);
            Assert.True(answer.IsSuccessStatusCode);
            return clock.Elapsed.TotalMilliseconds;
        }
        finally
        {
            await EndAsync(server);
        }
    }

    private static async Task<(long Idle, long Busy)> MeasureMemoryAsync(string app, string store)
    {
        using var server = Start([Path.Combine(app, "EventAdmin.Web.dll"), "--store", store, "--seed", "--trickle", "5/s", "--urls", "http://127.0.0.1:0"]);
        try
        {
            var address = await ReadAddressAsync(server);
            var draining = server.StandardOutput.ReadToEndAsync(CancellationToken.None);
            await Task.Delay(SettleTime, TimeProvider.System, Cancellation);
            var idle = ResidentBytes(server);
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await ChromiumBrowser.LaunchAsync(playwright);
            for (var i = 0; i < Pages; i++)
            {
                var page = await browser.NewPageAsync();
                await page.GotoAsync(new Uri(address, "/live").ToString());
                await page.Locator("[data-interactive=true]").WaitForAsync();
            }

            await Task.Delay(SettleTime, TimeProvider.System, Cancellation);
            var busy = ResidentBytes(server);
            await EndAsync(server);
            await draining;
            return (idle, busy);
        }
        finally
        {
            await EndAsync(server);
        }
    }

    private static async Task<Uri> ReadAddressAsync(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            if (ListenAddress().Match(line) is { Success: true } address)
                return new Uri(address.Value);
        }

        throw new InvalidOperationException("The app ended before it listened.");
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment.Remove("ASPNETCORE_URLS");
        return Process.Start(start) ?? throw new InvalidOperationException("Expected dotnet to start.");
    }

    private static async Task EndAsync(Process server)
    {
        if (server.HasExited)
            return;
        server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync(CancellationToken.None);
    }

    private static long ResidentBytes(Process server)
    {
        server.Refresh();
        return server.WorkingSet64;
    }

    private static long Mebibytes(long bytes) => bytes / (1024 * 1024);

    [GeneratedRegex("""http://127\.0\.0\.1:[0-9]+""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListenAddress();
}
