using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Gates;

public sealed class The_keyboard(SharedApp app) : BrowserTest(app)
{
    [Fact]
    public async Task Finds_helps_and_goes_from_every_page()
    {
        await OpenWithKeysAsync("/live");

        await Page.Keyboard.PressAsync("/");
        await Expect(Page.GetByRole(AriaRole.Combobox, new() { Name = "Find" }).First).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync("?gz");
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Page.GetByRole(AriaRole.Main).FocusAsync();
        await Page.Keyboard.PressAsync("?");
        await Expect(Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Page.Keyboard.PressAsync("g");
        await Expect(Page.GetByRole(AriaRole.Dialog, new() { Name = "Go to" })).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("s");

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Streams" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Changes_theme_and_zone()
    {
        await PreferAsync("theme", "light");
        await PreferAsync("zone", "Asia/Kathmandu");
        await OpenWithKeysAsync("/live");

        await Page.Keyboard.PressAsync("t");
        await Expect(Page.Locator("html.theme-dark")).ToHaveCountAsync(1);
        await Page.Keyboard.PressAsync("z");

        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Time zone: UTC" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Walks_a_list()
    {
        await OpenWithKeysAsync("/live?live=off");
        await Page.GetByRole(AriaRole.Grid).FocusAsync();

        await Page.Keyboard.PressAsync("j");
        await Page.Keyboard.PressAsync("j");
        await Expect(Page.Locator("[data-active=true]")).ToHaveAttributeAsync("aria-rowindex", "3");
        await Page.Keyboard.PressAsync("k");

        await Expect(Page.Locator("[data-active=true]")).ToHaveAttributeAsync("aria-rowindex", "2");
    }

    [Fact]
    public async Task Steps_through_versions_and_compares()
    {
        await OpenWithKeysAsync($"/streams/{SampleStreams.License}/replay?at=v2");
        var state = Page.GetByRole(AriaRole.Region, new() { Name = "State", Exact = true }).GetByRole(AriaRole.Heading);

        await Page.Keyboard.PressAsync("]");
        await Expect(state).ToHaveTextAsync("State at v3");
        await Page.Keyboard.PressAsync("[");
        await Expect(state).ToHaveTextAsync("State at v2");
        await Page.Keyboard.PressAsync("d");

        await Expect(Page.GetByRole(AriaRole.Textbox, new() { Name = "compare with" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Goes_to_a_version_of_a_long_stream()
    {
        await OpenWithKeysAsync($"/streams/{HardStreams.Long}/replay");

        await Page.Keyboard.PressAsync("g");
        await Page.Keyboard.TypeAsync("v482");
        await Page.Keyboard.PressAsync("Enter");

        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "State", Exact = true }).GetByRole(AriaRole.Heading)).ToHaveTextAsync("State at v482");
    }

    [Fact]
    public async Task Pauses_the_live_list()
    {
        await OpenWithKeysAsync("/live");

        await Page.Keyboard.PressAsync("p");

        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeVisibleAsync();
    }

    private async Task OpenWithKeysAsync(string path)
    {
        await OpenAsync(path);
        await Page.Locator("html[data-keys=on]").WaitForAsync();
    }
}
