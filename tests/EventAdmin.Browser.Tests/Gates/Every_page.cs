using System.Text.RegularExpressions;
using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Routes;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Gates;

public sealed class Every_page(SharedApp app) : BrowserTest(app)
{
    public static IEnumerable<TheoryDataRow<ProductRoute>> Routes => ProductRoutes.All.Select(route => new TheoryDataRow<ProductRoute>(route));

    protected override bool IsExpected(string complaint) => ProductRoutes.IsNowhere(complaint);

    [Fact]
    public void Is_in_the_table_of_routes() =>
        Assert.Equal(ProductRoutes.Declared, ProductRoutes.All.Select(route => route.Template).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Opens_with_its_title_and_without_a_word_in_the_console(ProductRoute route)
    {
        await OpenAsync(route.Path);

        await Expect(Page).ToHaveTitleAsync(new Regex(Regex.Escape(route.Title), RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
    }
}
