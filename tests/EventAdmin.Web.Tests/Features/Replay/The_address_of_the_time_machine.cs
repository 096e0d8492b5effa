using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.Web.Features.Replay;
using Microsoft.AspNetCore.WebUtilities;

namespace EventAdmin.Web.Tests.Features.Replay;

public sealed class The_address_of_the_time_machine
{
    private static readonly StreamId Stream = StreamId.Parse("license-1");

    [Theory]
    [InlineData("/streams/license-1/replay")]
    [InlineData("/streams/license-1/replay?at=v57")]
    [InlineData("/streams/license-1/replay?at=empty")]
    [InlineData("/streams/license-1/replay?at=2026-03-01T10%3A00%3A00Z")]
    [InlineData("/streams/license-1/replay?at=2026-03-01T10%3A00%3A00Z&by=occurred")]
    [InlineData("/streams/license-1/replay?at=v57&vs=v12&as=License&field=devices%5B0%5D.name")]
    [InlineData("/streams/license-1/replay?at=v3&vs=now")]
    public void Is_written_as_it_was_read(string url) => Assert.Equal(url, Read(url).ToUrl());

    [Fact]
    public void By_occurred_an_instant_means_occurred_time()
    {
        var state = Read("/streams/license-1/replay?at=2026-03-01T10:00:00Z&by=occurred");

        Assert.Equal(new Moment.AtOccurred(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero)), state.At);
    }

    [Fact]
    public void What_it_does_not_know_is_named_and_the_rest_is_kept()
    {
        var state = Read("/streams/license-1/replay?at=v3&vs=never&colour=red");

        Assert.Equal(new Moment.AtVersion(StreamVersion.Of(3)), state.At);
        Assert.Equal(["vs=never", "colour=red"], state.NotUnderstood);
    }

    private static ReplayPageState Read(string url)
    {
        var query = QueryHelpers.ParseQuery(new Uri(new Uri("http://localhost"), url).Query);
        return ReplayPageState.Parse(Stream, query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())));
    }
}
