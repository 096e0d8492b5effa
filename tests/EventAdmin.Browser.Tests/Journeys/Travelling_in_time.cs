using System.Globalization;
using System.Text.RegularExpressions;
using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Journeys;

public sealed partial class Travelling_in_time(SharedApp app) : BrowserTest(app)
{
    private const string Path = $"/streams/{SampleStreams.License}/replay";

    private ILocator Heading => Page.GetByRole(AriaRole.Heading, new() { NameRegex = StateHeading() });

    [Fact]
    public async Task A_version_typed_shows_the_state_at_it_and_stands_in_the_address()
    {
        await OpenAsync(Path);

        await Page.GetByRole(AriaRole.Textbox, new() { Name = "Version" }).FillAsync("v3");
        await Page.Keyboard.PressAsync("Enter");

        await Expect(Heading).ToHaveTextAsync("State at v3");
        await Expect(Value("remaining")).ToHaveTextAsync("-1");
        Assert.Equal("?at=v3", new Uri(Page.Url).Query);
        await Expect(Page).ToHaveTitleAsync(StartsWithPast());
    }

    [Fact]
    public async Task A_date_typed_in_the_viewers_zone_shows_the_state_as_it_was_then()
    {
        var asked = App.License[2].OccurredAt.AddSeconds(1);
        Assert.True(asked < App.License[3].OccurredAt);
        var kathmandu = TimeZoneInfo.ConvertTime(asked, TimeZoneInfo.FindSystemTimeZoneById("Asia/Kathmandu"));
        await OpenAsync($"{Path}?at=v2");
        var byVersion = await StateAsync();
        await OpenAsync(Path);

        await Page.GetByLabel("Which time").SelectOptionAsync("occurred");
        await Expect(Page).ToHaveURLAsync(ByOccurred());
        await Page.GetByRole(AriaRole.Textbox, new() { Name = "As of" }).FillAsync(kathmandu.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        await Page.Keyboard.PressAsync("Enter");

        await Expect(Page.GetByText("as it was, not as it was known")).ToBeVisibleAsync();
        await Expect(Heading).ToHaveTextAsync("State at v2");
        Assert.Equal(byVersion, await StateAsync());
        Assert.Contains($"at={Uri.EscapeDataString(asked.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))}", Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_change_what_is_shown_and_the_way_back_is_the_browsers()
    {
        await OpenAsync($"{Path}?at=v2");

        await Page.GetByRole(AriaRole.Link, new() { Name = "One version forward" }).ClickAsync();
        await Expect(Heading).ToHaveTextAsync("State at v3");
        await Page.GetByRole(AriaRole.Link, new() { Name = "One version back" }).ClickAsync();
        await Expect(Heading).ToHaveTextAsync("State at v2");
        await Page.GoBackAsync();

        await Expect(Heading).ToHaveTextAsync("State at v3");
        await Expect(Value("remaining")).ToHaveTextAsync("-1");
    }

    [Fact]
    public async Task A_field_opens_the_event_that_set_it()
    {
        await OpenAsync($"{Path}?at=v3");

        await Page.GetByRole(AriaRole.Button, new() { Name = "remaining", Exact = true }).ClickAsync();

        var origin = Page.GetByRole(AriaRole.Region, new() { Name = "Who set this field" });
        await Expect(origin.GetByRole(AriaRole.Link, new() { Name = "v3", Exact = true })).ToBeVisibleAsync();
        await Expect(origin.GetByRole(AriaRole.Insertion)).ToHaveTextAsync("-1");
        await Page.ReloadAsync();
        await Expect(origin.GetByRole(AriaRole.Insertion)).ToHaveTextAsync("-1");
    }

    [Fact]
    public async Task A_field_that_the_state_does_not_have_is_said_to_be_absent()
    {
        await OpenAsync($"{Path}?at=v3&field=nowhere");

        await Expect(Page.GetByText("the state has no such field")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_check_folds_again_and_says_whether_it_is_equal()
    {
        await OpenAsync($"/streams/{HardStreams.Long}/replay");

        await Page.GetByRole(AriaRole.Button, new() { Name = "Check again" }).ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Replay receipt" }).GetByRole(AriaRole.Status)).ToContainTextAsync("Equal to a fold of all 1,000 events");
    }

    private ILocator Value(string field) => Page.Locator($"[data-field='{field}'] .state-value");

    private async Task<string> StateAsync()
    {
        await SettleAsync();
        return string.Join('\n', await Page.Locator("[data-field]").EvaluateAllAsync<string[]>(
            "rows => rows.map(row => row.dataset.field + ' ' + row.querySelector('.state-value').textContent)"));
    }

    [GeneratedRegex("^State at ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StateHeading();

    [GeneratedRegex("^PAST", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StartsWithPast();

    [GeneratedRegex("by=occurred", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ByOccurred();
}
