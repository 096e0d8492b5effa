using Bunit;
using CsCheck;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Features.Find;
using Microsoft.AspNetCore.WebUtilities;

namespace EventAdmin.Web.Tests.Features.Find;

public sealed class The_find_page : IAsyncDisposable
{
    private static readonly FindKind[] Kinds = [FindKind.Append, FindKind.Causation, FindKind.Correlation, FindKind.Type];

    private readonly PageHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void Of_an_empty_store_leads_to_the_welcome_page()
    {
        var page = _host.Open<FindPage>("/");

        Assert.Equal("empty", page.Find("[data-panel=Start]").GetAttribute("data-state"));
        Assert.NotNull(page.Find($"[data-panel=Start] a[href='{AppUrls.Welcome}']"));
    }

    [Fact]
    public async Task Offers_the_streams_of_the_sample_that_are_there()
    {
        await _host.AppendAsync("customer-4711", 1);

        var page = _host.Open<FindPage>("/");

        Assert.Contains("customer-4711", Assert.Single(page.FindAll("[aria-label=Try] a")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_hits_by_kind_and_says_what_the_text_was_taken_for()
    {
        await _host.AppendAsync("cart-1", 1, "CartOpened");

        var page = _host.Open<FindPage>("/find?q=cart");

        Assert.Equal(["Streams", "Types"], page.FindAll("h2").Select(heading => heading.TextContent));
        Assert.Contains("taken as the beginning of a name", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_it_searched_when_it_found_nothing()
    {
        await _host.AppendAsync("cart-1", 1);

        var page = _host.Open<FindPage>("/find?q=nowhere");

        Assert.Contains("Not searched: payloads", page.Find("[data-panel=Hits]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_the_events_of_a_correlation()
    {
        await _host.AppendAsync("cart-1", _host.Next("CartOpened") with { Metadata = new EventMetadata { CorrelationId = "visit 7" } });

        var page = _host.Open<FindPage>("/find?q=visit%207&kind=correlation");

        Assert.NotNull(page.Find("a[href='/streams/cart-1/events/0']"));
    }

    [Fact]
    public void Has_an_address_that_holds_its_state() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 9], Gen.Int[0, 3].Select(i => Kinds[i]).Nullable(), Gen.Long[0, 99].Nullable())
            .Sample((text, kind, after) =>
            {
                var state = new FindPageState { Text = text, Kind = kind, After = after is { } number ? FeedPosition.FromStore(number) : null };

                var read = FindPageState.Parse(QueryHelpers.ParseQuery(state.ToQuery()).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())));

                return read == state && read.NotUnderstood.Count is 0;
            });
}
