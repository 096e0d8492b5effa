using Bunit;
using EventAdmin.Web.Components.Lists;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Lists;

public sealed class The_live_pill : IAsyncDisposable
{
    private readonly ComponentHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void Counts_what_is_new_and_brings_it_when_asked()
    {
        var shown = 0;
        var pill = _host.Render<LivePill>(parameters => parameters.Add(view => view.Count, 37).Add(view => view.OnShow, () => shown++));

        pill.Find("button").Click();

        Assert.Contains("37 new events, show", pill.Find("button").TextContent, StringComparison.Ordinal);
        Assert.Equal(1, shown);
    }

    [Fact]
    public void Tells_screen_readers_a_total_only_every_five_seconds()
    {
        var pill = _host.Render<LivePill>(static parameters => parameters.Add(view => view.Count, 1));
        pill.Render(static parameters => parameters.Add(view => view.Count, 12));
        var before = pill.Find("[role=status]").TextContent;

        _host.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("", before);
        pill.WaitForAssertion(() => Assert.Equal("12 new events", pill.Find("[role=status]").TextContent));
    }

    [Fact]
    public void Is_absent_when_nothing_is_new() =>
        Assert.Empty(_host.Render<LivePill>(static parameters => parameters.Add(view => view.Count, 0)).FindAll("button"));
}
