using Bunit;
using EventAdmin.Web.Components.Navigation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Navigation;

public sealed class A_page_heading : IAsyncDisposable
{
    private readonly ComponentHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(false, "LOCAL · cart-1 · EventAdmin")]
    [InlineData(true, "PAST · LOCAL · cart-1 · EventAdmin")]
    public void Titles_begin_with_the_environment_unless_the_past_is_shown(bool isPast, string title)
    {
        _host.ComponentFactories.AddStub<PageTitle>(static parameters => parameters.Get(static page => page.ChildContent)!);

        var heading = _host.Render<PageHeading>(parameters => parameters.Add(page => page.Title, "cart-1").Add(page => page.IsPast, isPast));

        Assert.StartsWith(title, heading.Nodes[0].TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_focus_on_arrival_but_not_on_the_first_page_nor_by_a_step_within_one()
    {
        var navigation = _host.Services.GetRequiredService<NavigationManager>();
        var heading = _host.Render<PageHeading>(static parameters => parameters.Add(page => page.Title, "cart-1"));
        var focusedFirst = _host.JSInterop.Invocations["Blazor._internal.domWrapper.focus"].Count;

        navigation.NavigateTo("/streams/cart-2");
        heading.Render(static parameters => parameters.Add(page => page.Title, "cart-2"));
        navigation.NavigateTo("/streams/cart-2?at=v3");
        heading.Render(static parameters => parameters.Add(page => page.Title, "cart-2 at v3"));

        Assert.Equal(0, focusedFirst);
        Assert.Single(_host.JSInterop.Invocations["Blazor._internal.domWrapper.focus"]);
    }

    [Theory]
    [InlineData("/streams", "Streams")]
    [InlineData("/streams/cart-1/events/3", "Streams")]
    [InlineData("/events/0af76519-16cd-43dd-8448-eb211c80319c", "Streams")]
    [InlineData("/", "Find")]
    [InlineData("/find", "Find")]
    [InlineData("/livestock", null)]
    public void The_rail_marks_the_page_an_address_belongs_to(string path, string? page) =>
        Assert.Equal(page, ProductPages.All.SingleOrDefault(candidate => candidate.Covers(path))?.Name);
}
