using System.Globalization;
using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Journeys;

/// <summary>Two people on an app of their own, whose store is empty at first.</summary>
public sealed class Watching_what_others_do(SharedApp app) : OwnAppTest(app)
{
    private ServerProcess? _server;

    protected override Uri Address => _server?.Address ?? throw new InvalidOperationException("Expected a server; it is started before each test.");

    [Fact]
    public async Task What_another_person_imports_arrives_by_itself()
    {
        await OpenAsync("/live");
        await Expect(Page.GetByText("Nothing yet.")).ToBeVisibleAsync();
        var file = Path.Combine(Folder, "events.ndjson");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 12).Select(LineOf), TestContext.Current.CancellationToken);

        await using var anothersBrowser = await App.Browser.NewContextAsync();
        var welcome = await anothersBrowser.NewPageAsync();
        await OpenAsync(welcome, "/welcome");
        await welcome.Locator("input[type=file]").SetInputFilesAsync(file);

        await Page.WaitForFunctionAsync("() => document.querySelector('[data-arrived]')?.dataset.arrived === '12'");
        await Expect(Page.GetByRole(AriaRole.Gridcell, new() { Name = "v11", Exact = true })).ToBeVisibleAsync();
    }

    protected override async Task<IAsyncDisposable> StartAppAsync(string storePath) => _server = await ServerProcess.StartAsync(storePath);

    private static string LineOf(int number) =>
        $$$"""{"specversion":"1.0","id":"order-{{{Text(number)}}}","source":"tests","type":"OrderPlaced","subject":"order-1","time":"2026-03-01T10:00:00Z","datacontenttype":"application/json","data":{"n":{{{Text(number)}}}}}""";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
