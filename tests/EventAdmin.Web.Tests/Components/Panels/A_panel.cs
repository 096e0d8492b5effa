using Bunit;
using EventAdmin.Web.Components.Panels;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Panels;

public sealed class A_panel : IAsyncDisposable
{
    private readonly ComponentHost _host = new();

    public static TheoryData<string, PanelState<string>, string> Cases => new()
    {
        { "loading", new PanelState<string>.Loading("the stream"), "Loading the stream" },
        { "ready", new PanelState<string>.Ready("the value"), "the value" },
        { "empty", new PanelState<string>.Empty("Nothing was recorded yet.") { NextStep = new PanelStep("Load sample data", "/welcome") }, "Load sample data" },
        { "partial", new PanelState<string>.Partial("the value", "first 50 000 events searched"), "first 50 000 events searched" },
        { "stale", new PanelState<string>.Stale("the value", TimeSpan.FromSeconds(38), "eu"), "38 s old" },
        { "busy", new PanelState<string>.Busy(TimeSpan.FromSeconds(7)), "the store is protecting appends, trying again in 7 s" },
        { "failed", new PanelState<string>.Failed("The stream could not be read.") { StillWorks = "Others answer.", TraceId = "4bf92f35" }, "4bf92f35" },
        { "no-access", new PanelState<string>.NoAccess("data.raw", "an admin"), "data.raw" },
        { "not-found", new PanelState<string>.NotFound("cart-1") { Near = [new PanelStep("cart-10", "/streams/cart-10")] }, "cart-10" },
    };

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_names_itself_and_says_what_it_has_to_say(string name, PanelState<string> state, string words)
    {
        var panel = Draw(state);

        Assert.Equal(name, panel.Find("[data-panel]").GetAttribute("data-state"));
        Assert.Contains(words, panel.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_value_is_drawn_in_exactly_the_cases_that_have_one(string name, PanelState<string> state, string words)
    {
        Assert.NotEmpty(words);

        var panel = Draw(state);

        Assert.Equal(name is "ready" or "partial" or "stale", panel.FindAll(".drawn").Count is 1);
    }

    [Fact]
    public void Refreshing_keeps_the_old_value_and_says_that_it_is_busy()
    {
        var panel = Draw(new PanelState<string>.Ready("the value") { IsRefreshing = true });

        Assert.Equal("true", panel.Find("[data-panel]").GetAttribute("aria-busy"));
        Assert.Contains("panel-dimmed", panel.Markup, StringComparison.Ordinal);
        Assert.Single(panel.FindAll(".drawn"));
    }

    [Fact]
    public void Loading_explains_itself_after_five_seconds_and_offers_to_cancel()
    {
        var isCancelled = false;
        var panel = _host.Render<PanelView<string>>(parameters => parameters
            .Add(view => view.State, new PanelState<string>.Loading("the stream") { Narrower = "Only the newest 1 000?" })
            .Add(view => view.Label, "Events")
            .Add(view => view.OnCancel, () => isCancelled = true)
            .Add(view => view.ChildContent, Value));

        Assert.Null(panel.Find("[data-panel]").GetAttribute("data-slow"));
        _host.Clock.Advance(TimeSpan.FromSeconds(6));

        panel.WaitForAssertion(() => Assert.Equal("true", panel.Find("[data-panel]").GetAttribute("data-slow")));
        Assert.Contains("6 s so far", panel.Markup, StringComparison.Ordinal);
        Assert.Contains("Only the newest 1 000?", panel.Markup, StringComparison.Ordinal);
        panel.Find("button").Click();
        Assert.True(isCancelled);
    }

    [Fact]
    public void A_failure_can_be_retried()
    {
        var retries = 0;
        var panel = _host.Render<PanelView<string>>(parameters => parameters
            .Add(view => view.State, new PanelState<string>.Failed("The stream could not be read."))
            .Add(view => view.Label, "Events")
            .Add(view => view.OnRetry, () => retries++)
            .Add(view => view.ChildContent, Value));

        panel.Find("button").Click();

        Assert.Equal(1, retries);
    }

    [Fact]
    public void A_value_that_breaks_while_it_is_drawn_takes_only_its_panel_with_it()
    {
        var panel = _host.Render<PanelView<string>>(parameters => parameters
            .Add(view => view.State, new PanelState<string>.Ready("the value"))
            .Add(view => view.Label, "Events")
            .Add(view => view.ChildContent, static _ => static builder =>
            {
                builder.OpenComponent<Broken>(0);
                builder.CloseComponent();
            }));

        Assert.Single(panel.FindAll("[data-broken]"));
        Assert.DoesNotContain("secret of the exception", panel.Markup, StringComparison.Ordinal);
    }

    private static RenderFragment Value(string value) => builder =>
    {
        builder.OpenElement(0, "p");
        builder.AddAttribute(1, "class", "drawn");
        builder.AddContent(2, value);
        builder.CloseElement();
    };

    private IRenderedComponent<PanelView<string>> Draw(PanelState<string> state) =>
        _host.Render<PanelView<string>>(parameters => parameters
            .Add(view => view.State, state)
            .Add(view => view.Label, "Events")
            .Add(view => view.ChildContent, Value));

    private sealed class Broken : ComponentBase
    {
        protected override void OnInitialized() => throw new InvalidOperationException("secret of the exception");
    }
}
