using Bunit;
using EventAdmin.Web.Components.Keyboard;
using EventAdmin.Web.Components.Navigation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Keyboard;

public sealed class The_go_to_box : IAsyncDisposable
{
    private readonly ComponentHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void One_letter_leads_to_its_page_at_once()
    {
        var box = Draw();

        box.Find("input").Input("s");

        Assert.EndsWith("/streams", _host.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void What_else_is_typed_goes_to_the_open_page()
    {
        var gone = new List<string>();
        _host.Services.GetRequiredService<GoToTarget>().Register("version or time", text =>
        {
            gone.Add(text);
            return Task.FromResult<string?>(null);
        });
        var box = Draw();

        box.Find("input").Input("48213");
        box.Find("form").Submit();

        Assert.Equal(["48213"], gone);
        Assert.Contains("Go to version or time", box.Find("label").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_without_versions_says_so()
    {
        var box = Draw();

        box.Find("input").Input("48213");
        box.Find("form").Submit();

        Assert.Contains("Open a stream first", box.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<GoToBox> Draw() => _host.Render<GoToBox>(static parameters => parameters.Add(box => box.Pages, ProductPages.All));
}
