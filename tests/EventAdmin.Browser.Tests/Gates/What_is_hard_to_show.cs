using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;
using EventAdmin.Web.Components.Navigation;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Gates;

public sealed class What_is_hard_to_show(SharedApp app) : BrowserTest(app)
{
    private const int LightBytesMax = 384 * 1024;

    private long _received;

    public static TheoryData<string> HostilePages => new(
        AppUrls.Find("hostile"),
        AppUrls.Find("<img src=x onerror=document.title='pwned'>"),
        AppUrls.Streams(category: "hostile"),
        AppUrls.Stream(HardStreams.Hostile),
        AppUrls.Stream(HardStreams.Hostile) + "?list=pages",
        AppUrls.Event(HardStreams.Hostile, 0),
        AppUrls.Event(HardStreams.Hostile, 1),
        AppUrls.Replay(HardStreams.Hostile),
        AppUrls.Replay(HardStreams.Hostile) + "?field=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
        "/live?live=off");

    protected override BrowserNewContextOptions Viewer => new() { ViewportSize = new ViewportSize { Width = 390, Height = 844 } };

    [Fact]
    public async Task Numbers_stand_in_a_state_as_they_were_stored()
    {
        await OpenAsync($"/streams/{HardStreams.Exact}/replay");

        foreach (var (field, number) in HardStreams.ExactNumbers)
            await Expect(Page.Locator($"[data-field='{field}'] .state-value")).ToHaveTextAsync(number);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Raw JSON" }).ClickAsync();
        foreach (var number in HardStreams.ExactNumbers.Values)
            await Expect(Page.GetByRole(AriaRole.Tree).GetByText(number, new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Numbers_stand_on_an_events_page_as_they_were_stored()
    {
        await OpenAsync(AppUrls.Event(HardStreams.Exact, 0));

        foreach (var number in HardStreams.ExactNumbers.Values)
            await Expect(Page.GetByRole(AriaRole.Tree).GetByText(number, new() { Exact = true })).ToBeVisibleAsync();
        foreach (var number in HardStreams.ExactNumbers.Values)
            await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "What it changed" }).GetByText(number, new() { Exact = true })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Raw" }).ClickAsync();
        foreach (var number in HardStreams.ExactNumbers.Values)
            await Expect(Page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync(number);
    }

    [Fact]
    public async Task A_payload_of_a_mebibyte_is_shown_by_its_first_64_kilobytes_and_the_rest_on_demand()
    {
        CountReceived();
        await OpenAsync(AppUrls.Event(HardStreams.Large, 0));

        await Expect(Page.GetByText("First 65.5 kB of 1")).ToBeVisibleAsync();
        Assert.InRange((await Page.ContentAsync()).Length, 0, LightBytesMax);
        Assert.InRange(Interlocked.Read(ref _received), 0, LightBytesMax);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Next 64 KB" }).ClickAsync();

        await Expect(Page.GetByText("First 131.1 kB of 1")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_state_of_a_mebibyte_is_shown_by_the_fields_in_sight()
    {
        CountReceived();
        await OpenAsync(AppUrls.Replay(HardStreams.Large));

        await Expect(Page.GetByRole(AriaRole.Table, new() { Name = "Fields of the state" })).ToBeVisibleAsync();
        Assert.InRange((await Page.ContentAsync()).Length, 0, LightBytesMax);
        Assert.InRange(Interlocked.Read(ref _received), 0, LightBytesMax);
    }

    [Theory]
    [MemberData(nameof(HostilePages))]
    public async Task Text_that_means_harm_does_nothing_and_keeps_within_the_window(string path)
    {
        await OpenAsync(path);

        Assert.NotEqual("pwned", await Page.TitleAsync());
        Assert.Equal(0, await Page.Locator("img, script:not([src]):not([type]), iframe").CountAsync());
        Assert.DoesNotContain('\u202E', await Page.InnerTextAsync("body"));
        Complaints.AssertNone(await PageWidth.FindTooWideAsync(Page));
    }

    private void CountReceived() => Page.WebSocket += (_, socket) =>
        socket.FrameReceived += (_, frame) => Interlocked.Add(ref _received, frame.Binary?.Length ?? frame.Text?.Length ?? 0);
}
