using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Journeys;

public sealed class Finding_a_stream(SharedApp app) : BrowserTest(app)
{
    private ILocator Box => Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Combobox);

    [Fact]
    public async Task A_name_typed_leads_to_its_stream_and_a_row_opens_the_event()
    {
        await OpenAsync("/");

        await Box.FillAsync(SampleStreams.License);
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page).ToHaveURLAsync(new Uri(Address, $"/streams/{SampleStreams.License}").ToString());
        await SettleAsync();
        await Page.GetByRole(AriaRole.Grid).GetByRole(AriaRole.Row).Filter(new() { HasText = "v3" }).First.ClickAsync();
        var opened = Page.GetByRole(AriaRole.Complementary, new() { Name = "Event v3" });
        await Expect(opened.GetByRole(AriaRole.Heading, new() { Name = "What it changed" })).ToBeVisibleAsync();
        await opened.GetByRole(AriaRole.Link, new() { Name = "Own page" }).ClickAsync();

        await Expect(Page).ToHaveURLAsync(new Uri(Address, $"/streams/{SampleStreams.License}/events/3").ToString());
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "What it changed" }).GetByRole(AriaRole.Insertion).Filter(new() { HasText = "-1" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_typed_is_completed_and_a_suggestion_opens_it()
    {
        await OpenAsync("/");

        await Box.PressSequentiallyAsync("license-62");
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Option).Filter(new() { HasText = SampleStreams.License }).ClickAsync();

        await Expect(Page).ToHaveURLAsync(new Uri(Address, $"/streams/{SampleStreams.License}").ToString());
    }

    [Fact]
    public async Task An_event_id_leads_to_its_event()
    {
        await OpenAsync("/");

        await Box.FillAsync(HardStreams.FirstIdOf(HardStreams.Exact).ToString());
        await Page.Keyboard.PressAsync("Enter");

        await Expect(Page).ToHaveURLAsync(new Uri(Address, $"/streams/{HardStreams.Exact}/events/0").ToString());
    }

    [Fact]
    public async Task A_prefix_narrows_the_list_of_streams_and_stands_in_the_address()
    {
        await OpenAsync("/streams");

        await Page.GetByRole(AriaRole.Searchbox, new() { Name = "Names that start with" }).PressSequentiallyAsync("license-6203");
        await Expect(Page).ToHaveURLAsync(new Uri(Address, "/streams?prefix=license-6203").ToString());
        await Page.GetByRole(AriaRole.Link, new() { Name = SampleStreams.License, Exact = true }).ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(SampleStreams.License);
    }
}
