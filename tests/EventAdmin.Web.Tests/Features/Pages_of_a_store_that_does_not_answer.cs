using Bunit;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Testing.Storage;
using EventAdmin.Web.Features.Find;
using EventAdmin.Web.Features.Streams;
using Microsoft.AspNetCore.Components;
using TestContext = Xunit.TestContext;

namespace EventAdmin.Web.Tests.Features;

public sealed class Pages_of_a_store_that_does_not_answer : IAsyncLifetime
{
    private readonly SqliteHarness _store = new();
    private PageHost? _host;

    public async ValueTask InitializeAsync()
    {
        await _store.OpenAsync(new EventLimits(), TestContext.Current.CancellationToken);
        await _store.Storage.DisposeAsync();
        _host = new PageHost(_store.Storage);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public void Say_so_in_the_list_of_streams_and_offer_to_try_again() =>
        AssertFailed(_host!.Open<StreamsPage>("/streams"), "Streams");

    [Fact]
    public void Say_so_on_a_stream_and_offer_to_try_again() =>
        AssertFailed(_host!.Open<StreamPage>("/streams/cart-1", parameters => parameters.Add(page => page.Segment, "cart-1")), "Stream");

    [Fact]
    public void Say_so_on_an_event_and_offer_to_try_again() => AssertFailed(
        _host!.Open<EventPage>("/streams/cart-1/events/0", parameters => parameters.Add(page => page.Segment, "cart-1").Add(page => page.Version, 0)),
        "Event");

    [Fact]
    public void Say_so_where_something_is_looked_for_and_offer_to_try_again() => AssertFailed(_host!.Open<FindPage>("/find?q=cart"), "Hits");

    private static void AssertFailed(IRenderedComponent<IComponent> page, string panel)
    {
        page.WaitForAssertion(() => Assert.Equal("failed", page.Find($"[data-panel={panel}]").GetAttribute("data-state")));
        Assert.Contains("Retry", page.Find($"[data-panel={panel}]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", page.Markup, StringComparison.Ordinal);
    }
}
