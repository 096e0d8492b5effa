using System.Globalization;
using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.Testing.RealHistory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Journeys;

/// <summary>A history of 15 403 events, imported by the executable's own verb, in an app that has a reducer for it.</summary>
public sealed class Replaying_a_real_history(SharedApp app) : OwnAppTest(app)
{
    private HostedApp? _host;

    protected override Uri Address => _host?.Address ?? throw new InvalidOperationException("Expected a host; it is started before each test.");

    [Fact]
    public async Task Shows_the_trees_that_git_gives_by_version_and_by_time()
    {
        var points = RealHistoryFiles.ReadKey();

        foreach (var point in new[] { points[1], points[^2] })
        {
            await OpenAsync($"/streams/{RealHistoryFiles.Stream}/replay?at=v{point.Revision.ToString(CultureInfo.InvariantCulture)}");
            await AssertTreeAsync(point);
            var time = Uri.EscapeDataString(point.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            await OpenAsync($"/streams/{RealHistoryFiles.Stream}/replay?at={time}&by=occurred");
            await AssertTreeAsync(point);
        }
    }

    protected override async Task<IAsyncDisposable> StartAppAsync(string storePath)
    {
        Assert.SkipUnless(RealHistoryFiles.IsPresent, RealHistoryFiles.WhyAbsent);
        await ServerProcess.RunVerbAsync(["import", RealHistoryFiles.EventsPath, "--store", storePath], TestContext.Current.CancellationToken);
        return _host = HostedApp.Start(storePath, services => services.AddSingleton(new ReducerRegistration(new TreeReducer(), "tree")));
    }

    private async Task AssertTreeAsync(KeyPoint point)
    {
        var files = point.Files.ToString("N0", CultureInfo.InvariantCulture);
        await Expect(Page.GetByText($"{files} fields", new() { Exact = true })).ToBeVisibleAsync();
        var paths = point.Tree.Keys.Order(StringComparer.Ordinal).ToList();
        foreach (var path in new[] { paths[0], paths[paths.Count / 2], paths[^1] })
        {
            await Page.GetByRole(AriaRole.Textbox, new() { Name = "Filter fields" }).FillAsync(point.Tree[path]);
            await Expect(Page.GetByRole(AriaRole.Table, new() { Name = "Fields of the state" }).GetByRole(AriaRole.Row).Filter(new() { HasText = path }).First)
                .ToContainTextAsync($"\"{point.Tree[path]}\"");
        }
    }
}
