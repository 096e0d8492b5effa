using System.IO.Compression;
using System.Net;
using System.Text;
using Bunit;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Features.Welcome;
using EventAdmin.Web.Tests.Components;
using EventAdmin.Web.Tests.Hosting;
using EventAdmin.Web.Tests.Http;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace EventAdmin.Web.Tests.Features.Welcome;

public sealed class The_welcome_page : IAsyncLifetime
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(30);

    private readonly ListeningHost _host = new();
    private readonly ComponentHost _components = new();

    private static CancellationToken CancellationToken => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        _components.Services.AddSingleton(_host.Services.GetRequiredService<WelcomeService>());
    }

    public async ValueTask DisposeAsync()
    {
        await _components.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Of_an_empty_store_loads_the_sample_by_one_click_and_removes_it_by_another_after_asking()
    {
        var page = Open();

        await Button(page, "Load sample").ClickAsync(new());
        await page.WaitForElementAsync("[data-story=dispute]", TimeMax);
        var stories = page.FindAll("[data-story]");
        var steps = page.FindAll("[data-story] li a").Select(link => link.GetAttribute("href")!).ToList();

        Assert.Equal(3, stories.Count);
        Assert.Equal(15, steps.Count);
        using var client = _host.CreateClient();
        foreach (var step in steps)
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(step, CancellationToken)).StatusCode);

        await Button(page, "Remove sample…").ClickAsync(new());
        Assert.Contains("streams with", page.Find("[role=group][aria-label='Remove the sample']").TextContent, StringComparison.Ordinal);
        await page.Find(".button-bad").ClickAsync(new());
        await page.WaitForAssertionAsync(() => Assert.Contains("0 events in 0 streams", page.Markup, StringComparison.Ordinal), TimeMax);
        Assert.Empty(page.FindAll("[data-story]"));
    }

    [Fact]
    public async Task Of_a_store_with_streams_of_its_own_does_not_offer_the_sample()
    {
        await _host.AppendAsync("order-1", CancellationToken);

        var page = Open();

        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent == "Load sample");
        Assert.Contains("streams of its own", page.Markup, StringComparison.Ordinal);
        Assert.Contains("1 event in 1 stream", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Imports_an_uploaded_history(bool isCompressed)
    {
        var page = Open();

        Upload(page, Lines(0, 120), isCompressed);

        page.WaitForElement("[data-import=complete]", TimeMax);
        Assert.Contains("120 events added", page.Find("[data-import]").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("120 events in 3 streams", page.Markup, StringComparison.Ordinal), TimeMax);
    }

    [Fact]
    public void Says_of_a_file_that_was_there_that_nothing_is_new()
    {
        var page = Open();
        Upload(page, Lines(0, 9), isCompressed: false);
        page.WaitForElement("[data-import=complete]", TimeMax);

        Upload(page, Lines(0, 9), isCompressed: false);

        page.WaitForAssertion(() => Assert.Contains("Nothing new", page.Find("[data-import]").TextContent, StringComparison.Ordinal), TimeMax);
    }

    [Fact]
    public void Names_the_bad_line_that_stopped_an_import_and_why()
    {
        var page = Open();

        Upload(page, Lines(0, 4) + "{\"specversion\":\"1.0\"}\n" + Lines(4, 4), isCompressed: false);

        page.WaitForElement("[data-import=stopped]", TimeMax);
        Assert.Contains("line 5", page.Find("[data-import]").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("4 events in 3 streams", page.Markup, StringComparison.Ordinal), TimeMax);
    }

    [Fact]
    public async Task Exports_everything_as_lines_that_can_be_imported()
    {
        await _host.AppendAsync("order-1", CancellationToken, json: "{\"big\":9007199254740993}", count: 3);
        using var client = _host.CreateClient();

        using var response = await client.GetAsync("/api/export", CancellationToken);
        await using var plain = new GZipStream(await response.Content.ReadAsStreamAsync(CancellationToken), CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        var lines = (await reader.ReadToEndAsync(CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Contains("{\"big\":9007199254740993}", line, StringComparison.Ordinal));
        Assert.EndsWith(".ndjson.gz", response.Content.Headers.ContentDisposition!.FileNameStar ?? response.Content.Headers.ContentDisposition.FileName!.Trim('"'), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<WelcomePage> page, string text) =>
        page.FindAll("button").Single(button => button.TextContent == text);

    private static void Upload(IRenderedComponent<WelcomePage> page, string lines, bool isCompressed)
    {
        var bytes = Encoding.UTF8.GetBytes(lines);
        if (isCompressed)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
                gzip.Write(bytes);
            bytes = packed.ToArray();
        }

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(bytes, isCompressed ? "history.ndjson.gz" : "history.ndjson"));
    }

    private static string Lines(int first, int count) => string.Concat(Enumerable.Range(first, count).Select(n =>
        $$"""{"specversion":"1.0","id":"{{EventId.FromName("welcome", $"{n}")}}","source":"/test","type":"Placed","subject":"order-{{n % 3}}","data":[1]}""" + "\n"));

    private IRenderedComponent<WelcomePage> Open()
    {
        var page = _components.Render<WelcomePage>();
        page.WaitForElement("[data-panel='What there is'][data-state=ready]", TimeMax);
        return page;
    }
}
