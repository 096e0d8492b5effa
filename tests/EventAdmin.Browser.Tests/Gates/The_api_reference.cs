using System.Collections.Concurrent;
using EventAdmin.Browser.Tests.Browsing;

namespace EventAdmin.Browser.Tests.Gates;

public sealed class The_api_reference(SharedApp app) : BrowserTest(app)
{
    [Fact]
    public async Task Is_shown_under_the_policy_of_pages_and_asks_no_other_host()
    {
        var asked = new ConcurrentBag<string>();
        Page.Request += (_, request) => asked.Add(request.Url);

        await Page.GotoAsync(new Uri(Address, "/api/docs").ToString());

        await Expect(Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "Append events to a stream" })).ToBeVisibleAsync();
        Assert.All(asked, url => Assert.True(url.StartsWith(Address.ToString(), StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal), url));
    }
}
