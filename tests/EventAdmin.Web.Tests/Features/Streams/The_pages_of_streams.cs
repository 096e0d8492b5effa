using Bunit;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Features.Streams;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace EventAdmin.Web.Tests.Features.Streams;

public sealed class The_pages_of_streams : IAsyncDisposable
{
    private readonly PageHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void An_empty_store_leads_to_the_welcome_page()
    {
        var page = _host.Open<StreamsPage>("/streams");

        Assert.Equal("empty", StateOf(page, "Streams"));
        Assert.NotNull(page.Find($"[data-panel=Streams] a[href='{AppUrls.Welcome}']"));
    }

    [Fact]
    public async Task The_list_has_each_stream_with_what_happened_last()
    {
        await _host.AppendAsync("cart-1", 2);
        await _host.AppendAsync("parcel-1", _host.Next("ParcelSent") with { Metadata = new EventMetadata { Actor = "ann" } });

        var page = _host.Open<StreamsPage>("/streams");

        var rows = page.FindAll("tbody tr").Select(row => row.TextContent).ToList();
        Assert.Collection(
            rows,
            newest => Assert.Contains("Parcel sent by ann", newest, StringComparison.Ordinal),
            older => Assert.Contains("cart-1", older, StringComparison.Ordinal));
        Assert.Contains("cart", page.Find("[aria-label=Categories]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_by_name_lead_forward_and_back()
    {
        for (var i = 0; i < 60; i++)
            await _host.AppendAsync($"cart-{i:00}", 1);

        var page = _host.Open<StreamsPage>("/streams?sort=name");
        Follow(page, "Next");
        var rowsOfSecond = page.FindAll("tbody tr").Count;
        Follow(page, "Previous");

        Assert.Equal(10, rowsOfSecond);
        Assert.EndsWith("/streams?sort=name&before=cart-50", _host.Address, StringComparison.Ordinal);
        Assert.Equal("cart-00", page.Find("tbody tr th").TextContent);
    }

    [Fact]
    public async Task A_filter_that_leaves_nothing_can_be_cleared()
    {
        await _host.AppendAsync("cart-1", 1);

        var page = _host.Open<StreamsPage>("/streams?prefix=none");

        Assert.Equal("empty", StateOf(page, "Streams"));
        Assert.Contains("Clear filters", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_is_not_there_names_those_that_begin_alike()
    {
        await _host.AppendAsync("cart-17", 1);

        var page = OpenStream("cart-18");

        Assert.Equal("not-found", StateOf(page, "Stream"));
        Assert.NotNull(page.Find("a[href='/streams/cart-17']"));
    }

    [Fact]
    public async Task A_stream_says_its_versions_times_and_size()
    {
        await _host.AppendAsync("cart-1", 3);

        var page = OpenStream("cart-1");

        Assert.Equal("ready", StateOf(page, "Stream"));
        Assert.Contains("v0–v2", page.Find(".stream-facts").TextContent, StringComparison.Ordinal);
        Assert.Contains("2026-03-01 12:00:02.123", page.Find(".stream-facts").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_address_says_wrongly_is_named()
    {
        await _host.AppendAsync("cart-1", 1);

        var page = OpenStream("cart-1", "?dir=up");

        Assert.Contains("dir=up", page.Find(".notice-warn").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_of_an_unknown_type_and_with_hostile_text_is_shown_as_text()
    {
        await _host.AppendAsync(
            "cart-1", _host.NextWithData("""{"x":"<b>"}""") with { Type = "<script>", Metadata = new EventMetadata { Actor = "\u202Eroot" } });

        var page = OpenEvent("cart-1", 0);

        await page.WaitForAssertionAsync(() => Assert.Equal("ready", StateOf(page, "Change")));
        Assert.Empty(page.FindAll("script"));
        Assert.Contains("[U+202E]root", page.Markup, StringComparison.Ordinal);
        Assert.Contains("not registered in code", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_is_not_JSON_ends_no_page()
    {
        await _host.AppendAsync("cart-1", _host.Next() with { Data = new byte[] { 0xFF, 0x00, 0x41 }, ContentType = "application/octet-stream" });

        var page = OpenEvent("cart-1", 0);
        await page.FindAll("[role=tab]").Single(tab => tab.TextContent is "Raw").ClickAsync();

        Assert.Contains("ff 00 41", page.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_beyond_the_end_names_the_newest()
    {
        await _host.AppendAsync("cart-1", 2);

        var page = OpenEvent("cart-1", 9);

        Assert.Equal("not-found", StateOf(page, "Event"));
        Assert.NotNull(page.Find("a[href='/streams/cart-1/events/1']"));
    }

    [Fact]
    public async Task An_event_id_leads_to_the_event()
    {
        var events = await _host.AppendAsync("cart-1", 2);

        _host.Open<EventByIdPage>("/events/x", parameters => parameters.Add(page => page.EventId, events[1].Id.Value));

        Assert.EndsWith("/streams/cart-1/events/1", _host.Address, StringComparison.Ordinal);
    }

    private static string? StateOf(IRenderedComponent<IComponent> page, string panel) =>
        page.Find($"[data-panel='{panel}']").GetAttribute("data-state");

    private void Follow(IRenderedComponent<StreamsPage> page, string link)
    {
        var url = page.FindAll("a").Single(candidate => string.Equals(candidate.TextContent, link, StringComparison.Ordinal)).GetAttribute("href")!;
        _host.Services.GetRequiredService<NavigationManager>().NavigateTo(url);
    }

    private IRenderedComponent<StreamPage> OpenStream(string stream, string query = "") =>
        _host.Open<StreamPage>(AppUrls.Stream(stream) + query, parameters => parameters.Add(page => page.Segment, stream));

    private IRenderedComponent<EventPage> OpenEvent(string stream, long version) => _host.Open<EventPage>(
        AppUrls.Event(stream, version),
        parameters => parameters.Add(page => page.Segment, stream).Add(page => page.Version, version));
}
