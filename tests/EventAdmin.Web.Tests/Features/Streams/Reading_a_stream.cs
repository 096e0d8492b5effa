using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Features.Streams;

namespace EventAdmin.Web.Tests.Features.Streams;

public sealed class Reading_a_stream : IAsyncDisposable
{
    private static readonly StreamId Cart = StreamId.Parse("cart-1");

    private readonly PageHost _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Times_leave_a_dense_range_of_versions()
    {
        await _host.AppendAsync("cart-1", 10);
        var begin = _host.Clock.GetUtcNow().AddSeconds(-10);

        var listing = await _host.Streams.OpenAsync(
            Cart, new StreamPageState { Since = begin.AddSeconds(2), Until = begin.AddSeconds(5) }, Cancellation);

        Assert.Equal(new StreamRange(StreamVersion.Of(2), 4), listing?.Range);
    }

    [Fact]
    public async Task Times_that_no_event_has_leave_nothing()
    {
        await _host.AppendAsync("cart-1", 3);

        var listing = await _host.Streams.OpenAsync(Cart, new StreamPageState { Since = _host.Clock.GetUtcNow().AddDays(1) }, Cancellation);

        Assert.Equal(0, listing?.Range.Count);
    }

    [Fact]
    public async Task Pages_of_a_type_lead_through_all_of_it_and_back()
    {
        for (var i = 0; i < 60; i++)
        {
            await _host.AppendAsync("cart-1", 1, "Added");
            await _host.AppendAsync("cart-1", 2, "Moved");
        }

        var first = await RowsAsync(new StreamPageState { Types = ["Added"], Rows = 25 });
        var second = await RowsAsync(new StreamPageState { Types = ["Added"], Rows = 25, From = first.Next });
        var third = await RowsAsync(new StreamPageState { Types = ["Added"], Rows = 25, From = second.Next });
        var back = await RowsAsync(new StreamPageState { Types = ["Added"], Rows = 25, From = third.Previous });

        Assert.Equal(Enumerable.Range(0, 60).Select(i => (59 - i) * 3L), first.Rows.Concat(second.Rows).Concat(third.Rows).Select(row => row.Version));
        Assert.Equal(second.Rows.Select(row => row.Version), back.Rows.Select(row => row.Version));
        Assert.Null(first.Previous);
        Assert.Null(third.Next);
    }

    [Fact]
    public async Task Types_are_counted_over_the_newest_events_and_a_chosen_one_stays_listed()
    {
        await _host.AppendAsync("cart-1", 30, "Old");
        await _host.AppendAsync("cart-1", 100, "New");

        var listing = await _host.Streams.OpenAsync(Cart, new StreamPageState { Types = ["Old"] }, Cancellation);

        Assert.Equal([new TypeTally("New", 100), new TypeTally("Old", 0)], listing?.Types);
        Assert.Equal(100, listing?.TypesCountedIn);
    }

    [Fact]
    public async Task What_an_event_changed_is_told_field_by_field()
    {
        await _host.AppendAsync(
            "cart-1", _host.NextWithData("""{"total":9007199254740993}"""), _host.NextWithData("""{"total":1.0,"paid":true}"""));

        var change = await _host.Streams.FindChangeAsync(Cart, StreamVersion.Of(1), Cancellation);

        var known = Assert.IsType<EventChange.Known>(change);
        Assert.Equal(
            [("paid", null, "true"), ("total", "9007199254740993", "1.0")],
            known.Diff.Changes.Select(c => (c.Path, c.Was, c.Now)).OrderBy(c => c.Path, StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_event_knows_its_cause_its_effects_and_its_correlation()
    {
        var metadata = new EventMetadata { CorrelationId = "order-7" };
        var cause = _host.Next("Placed") with { Metadata = metadata };
        var effect = _host.Next("Shipped") with { Metadata = metadata with { CausationId = cause.Id.ToString() } };
        await _host.AppendAsync("cart-1", cause);
        await _host.AppendAsync("parcel-1", effect);

        var first = await _host.Streams.FindEventAsync(cause.Id, Cancellation);
        var links = await _host.Streams.FindLinksAsync(first!, Cancellation);
        var second = await _host.Streams.FindEventAsync(effect.Id, Cancellation);

        Assert.Equal("parcel-1", Assert.Single(links.Effects).StreamId);
        Assert.Equal("parcel-1", Assert.Single(links.Correlated).StreamId);
        Assert.Equal("cart-1", (await _host.Streams.FindLinksAsync(second!, Cancellation)).Cause?.StreamId);
    }

    [Fact]
    public async Task A_name_that_is_not_there_leads_to_those_that_begin_alike()
    {
        await _host.AppendAsync("license-2026-03-1", 1);
        await _host.AppendAsync("cart-1", 1);

        var near = await _host.Streams.FindNearAsync("license-2026-04-9", Cancellation);

        Assert.Equal(["license-2026-03-1"], near);
    }

    private async Task<StreamRows> RowsAsync(StreamPageState state) =>
        (await _host.Streams.OpenAsync(Cart, state, Cancellation))?.Rows ?? throw new InvalidOperationException("Expected a page of rows.");
}
