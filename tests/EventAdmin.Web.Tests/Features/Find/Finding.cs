using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Components.Find;
using EventAdmin.Web.Features.Find;

namespace EventAdmin.Web.Tests.Features.Find;

public sealed class Finding : IAsyncDisposable
{
    private readonly PageHost _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_number_leads_to_the_streams_of_every_category_that_begin_with_it()
    {
        await _host.AppendAsync("customer-4711", 1);
        await _host.AppendAsync("license-4711-tv1", 1);
        await _host.AppendAsync("license-5000", 1);

        var groups = await FindAsync("4711");

        Assert.Equal(["customer-4711", "license-4711-tv1"], Assert.Single(groups).Hits.Select(hit => hit.Text));
    }

    [Fact]
    public async Task A_whole_name_is_told_apart_from_those_that_begin_with_it()
    {
        await _host.AppendAsync("cart-1", 1);
        await _host.AppendAsync("cart-10", 1);

        var hits = Assert.Single(await FindAsync("cart-1")).Hits;

        Assert.Equal([("cart-1", true), ("cart-10", false)], hits.Select(hit => (hit.Text, hit.IsExact)));
    }

    [Theory]
    [InlineData("D")]
    [InlineData("N")]
    [InlineData("B")]
    public async Task An_event_id_is_found_in_any_spelling(string format)
    {
        var e = (await _host.AppendAsync("cart-1", 1))[0];

        var groups = await FindAsync(e.Id.Value.ToString(format).ToUpperInvariant());

        Assert.Equal("/streams/cart-1/events/0", groups[0].Hits[0].Url);
    }

    [Fact]
    public async Task A_correlation_is_found_with_its_events_and_what_it_caused()
    {
        var id = Guid.Parse("0199c2a4-0000-7000-8000-000000000001");
        await _host.AppendAsync("cart-1", _host.Next() with { Metadata = new EventMetadata { CorrelationId = id.ToString() } });
        await _host.AppendAsync("cart-2", _host.Next() with { Metadata = new EventMetadata { CausationId = id.ToString() } });

        var hits = Assert.Single(await FindAsync(id.ToString("N"))).Hits;
        var events = await _host.Find.ListEventsAsync(new FindPageState { Text = id.ToString("N"), Kind = FindKind.Correlation }, Cancellation);

        Assert.Equal([FindKind.Correlation, FindKind.Causation], hits.Select(hit => hit.Kind));
        Assert.Equal("cart-1", Assert.Single(events.Rows).StreamId);
    }

    [Fact]
    public async Task An_append_is_found_with_its_events()
    {
        var e = (await _host.AppendAsync("cart-1", 1))[0];
        var append = (await _host.Streams.FindEventAsync(e.Id, Cancellation))!.Append;

        var hit = Assert.Single(Assert.Single(await FindAsync(append.ToString())).Hits);

        Assert.Equal(FindKind.Append, hit.Kind);
    }

    [Fact]
    public async Task A_place_in_the_feed_leads_to_the_event_that_stands_there()
    {
        await _host.AppendAsync("cart-1", 3);

        var hit = Assert.Single(Assert.Single(await FindAsync("p:2")).Hits);

        Assert.Equal("/streams/cart-1/events/1", hit.Url);
    }

    [Fact]
    public async Task A_version_counts_only_while_a_stream_is_open()
    {
        await _host.AppendAsync("cart-1", 3);

        var open = await FindAsync("v2", "cart-1");
        var closed = await FindAsync("v2");

        Assert.Equal("/streams/cart-1/events/2", Assert.Single(Assert.Single(open).Hits).Url);
        Assert.Empty(closed);
    }

    [Fact]
    public async Task A_type_is_found_by_any_part_of_its_name()
    {
        await _host.AppendAsync("cart-1", 2, "LicenseReleased");

        var group = Assert.Single(await FindAsync("released"));

        Assert.Equal(("Types", "LicenseReleased", "2 events"), (group.Name, group.Hits[0].Text, group.Hits[0].Detail));
    }

    [Theory]
    [InlineData("cart-7", "starts like a stream of cart")]
    [InlineData("p:12", "taken as the place p:12 in the feed")]
    [InlineData("urn:uuid:0199c2a4-0000-7000-8000-000000000001", "looks like an id: of an event, a correlation, a cause or an append")]
    [InlineData("anything", "taken as the beginning of a name")]
    public void What_a_text_is_taken_for_is_said(string text, string words) =>
        Assert.Equal(words, FindText.Read(text, openStream: null, ["cart"]).TakenAs);

    private async Task<List<FindGroup>> FindAsync(string text, string? openStream = null)
    {
        var read = await _host.Find.ReadAsync(new FindQuestion(text, openStream), Cancellation);
        var groups = new List<FindGroup>();
        await foreach (var group in _host.Find.FindAsync(read, openStream, FindService.HitsMax, Cancellation))
            groups.Add(group);
        return groups;
    }
}
