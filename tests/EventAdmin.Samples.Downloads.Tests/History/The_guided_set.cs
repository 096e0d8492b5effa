using EventAdmin.EventSourcing.Events;
using EventAdmin.Samples.Downloads.History;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.History;

public sealed class The_guided_set
{
    private readonly GuidedSet _set = GuidedSet.Create(Sample.Serializer, seed: 1, load: 1);

    [Fact]
    public void Is_the_same_for_the_same_seed_and_load_and_has_other_ids_in_another_load()
    {
        var again = GuidedSet.Create(Sample.Serializer, seed: 1, load: 1);
        var nextLoad = GuidedSet.Create(Sample.Serializer, seed: 1, load: 2);

        Assert.Equal(Generating_histories.HashOf(_set.Appends), Generating_histories.HashOf(again.Appends));
        Assert.Equal(_set.Streams, nextLoad.Streams);
        Assert.Empty(IdsOf(_set).Intersect(IdsOf(nextLoad)));
    }

    [Fact]
    public void Is_large_enough_to_look_alive_and_small_enough_to_load_while_one_watches()
    {
        Assert.InRange(_set.Streams.Count, 60, 200);
        Assert.InRange(_set.EventCount, 300, 600);
    }

    [Fact]
    public void Is_in_order_of_occurrence()
    {
        var times = _set.Appends.Select(append => append.Streams[0].Events[0].OccurredAt!.Value).ToList();

        Assert.Equal(times.Order(), times);
        Assert.InRange((times[^1] - times[0]).TotalDays, 250, 365);
    }

    [Theory]
    [InlineData("customer-4711")]
    [InlineData("license-4711-tv1-t88")]
    [InlineData("downloads-4711-t88")]
    public void Has_the_streams_that_the_journeys_run_on(string stream) => Assert.Contains(StreamId.Parse(stream), _set.Streams);

    [Fact]
    public void Has_one_command_through_five_streams_each_event_caused_by_the_one_before()
    {
        var revocation = Assert.Single(_set.Appends, append =>
            append.Streams[0].Stream.Value == "customer-4711" && append.Streams[0].Events[0].Type == "DeviceRevoked");
        var events = revocation.Streams.SelectMany(stream => stream.Events).ToList();

        Assert.Equal(5, revocation.Streams.Count);
        Assert.Single(events.Select(e => e.Metadata.CorrelationId).Distinct());
        Assert.Null(events[0].Metadata.CausationId);
        Assert.Equal(events.SkipLast(1).Select(e => e.Id.ToString()), events.Skip(1).Select(e => e.Metadata.CausationId));
    }

    private static IEnumerable<EventId> IdsOf(GuidedSet set) =>
        set.Appends.SelectMany(append => append.Streams).SelectMany(stream => stream.Events).Select(e => e.Id);
}
