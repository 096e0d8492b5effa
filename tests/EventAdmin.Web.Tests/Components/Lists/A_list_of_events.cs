using Bunit;
using EventAdmin.Web.Components.Keyboard;
using EventAdmin.Web.Components.Lists;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Lists;

public sealed class A_list_of_events : IAsyncDisposable
{
    private readonly ComponentHost _host = new();
    private readonly List<EventRow> _opened = [];

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void Text_from_outside_is_isolated_and_made_visible()
    {
        var list = Draw(Rows.Range(0, 1));

        Assert.Equal("Item added by <bdi>Jane[U+202E]</bdi>", list.Find("a.event-link").InnerHtml);
    }

    [Fact]
    public void Keys_move_the_active_row_which_the_grid_names_to_screen_readers()
    {
        var list = Draw(Rows.Range(0, 5));
        var grid = list.Find("[role=grid]");

        grid.KeyDown(new KeyboardEventArgs { Key = "ArrowDown" });
        grid.KeyDown(new KeyboardEventArgs { Key = "ArrowDown" });

        Assert.Equal("events-1", list.Find("[role=grid]").GetAttribute("aria-activedescendant"));
        Assert.Equal("events-1", list.Find("[data-active]").Id);
        Assert.Equal("3", list.Find("[data-active]").GetAttribute("aria-rowindex"));
    }

    [Fact]
    public async Task The_page_keys_j_and_k_move_and_enter_opens()
    {
        Draw(Rows.Range(0, 5));
        var keys = _host.Services.GetRequiredService<KeyboardShortcuts>();

        await _host.Renderer.Dispatcher.InvokeAsync(async () =>
        {
            await keys.PressAsync("j");
            await keys.PressAsync("j");
            await keys.PressAsync("j");
            await keys.PressAsync("k");
            await keys.PressAsync("Enter");
        });

        Assert.Equal(1, Assert.Single(_opened).Version);
    }

    [Fact]
    public void A_click_opens_the_row()
    {
        var list = Draw(Rows.Range(0, 3));

        list.FindAll(".event-row")[2].Click();

        Assert.Equal(2, Assert.Single(_opened).Version);
    }

    [Fact]
    public void The_active_row_stays_the_same_event_when_rows_come_in_above()
    {
        var list = Draw(Rows.Range(5, 3));
        list.Find("[role=grid]").KeyDown(new KeyboardEventArgs { Key = "End" });

        list.Render(parameters => parameters.Add(view => view.Source, new EventListSource.Rows(Rows.Range(3, 5))));

        Assert.Contains("v7", list.Find("[data-active]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repeated_key_is_drawn_once()
    {
        var list = Draw([.. Rows.Range(0, 3), Rows.Of(1)]);

        Assert.Equal(3, list.FindAll(".event-row").Count);
    }

    [Fact]
    public async Task A_version_of_a_dense_stream_is_reached_without_reading_what_lies_between()
    {
        var reads = new List<(long First, int Count)>();
        var list = DrawDense(new EventListSource.Dense(0, 1_000_000, (first, count, _) =>
        {
            reads.Add((first, count));
            return Task.FromResult(Rows.Range(first, count));
        }));

        var isThere = await list.InvokeAsync(() => list.Instance.GoToVersionAsync(48_213));
        var isBeyond = await list.InvokeAsync(() => list.Instance.GoToVersionAsync(1_000_000));
        await list.Find("[role=grid]").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.True(isThere);
        Assert.False(isBeyond);
        Assert.Equal(48_213, Assert.Single(_opened).Version);
        Assert.True(reads.Sum(static read => read.Count) < 1_000);
    }

    [Theory]
    [InlineData("Home", 1_199_999)]
    [InlineData("End", 0)]
    public async Task Home_and_end_reach_the_ends_of_the_stream_not_of_the_window(string key, long version)
    {
        var list = DrawDense(new EventListSource.Dense(0, 1_200_000, static (first, count, _) => Task.FromResult(Rows.Range(first, count))));

        await list.Find("[role=grid]").KeyDownAsync(new KeyboardEventArgs { Key = key });
        await list.Find("[role=grid]").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.Equal(version, Assert.Single(_opened).Version);
    }

    [Fact]
    public void A_stream_beyond_the_window_says_which_versions_can_be_scrolled()
    {
        var list = DrawDense(new EventListSource.Dense(0, 1_200_000, static (first, count, _) => Task.FromResult(Rows.Range(first, count))));

        Assert.Contains("Versions v700000 to v1199999 of 1200000", list.Find(".event-list-window").TextContent, StringComparison.Ordinal);
        Assert.Equal("1200001", list.Find("[role=grid]").GetAttribute("aria-rowcount"));
    }

    [Fact]
    public async Task A_read_that_fails_is_said_and_can_be_retried()
    {
        var isFailing = true;
        var list = DrawDense(new EventListSource.Dense(0, 10, (first, count, _) =>
            isFailing ? throw new InvalidOperationException("disk") : Task.FromResult(Rows.Range(first, count))));
        await list.InvokeAsync(() => list.Instance.GoToVersionAsync(5));
        await list.Find("[role=grid]").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        await list.WaitForElementAsync("[role=alert] button");
        isFailing = false;
        await list.Find("[role=alert] button").ClickAsync(new MouseEventArgs());

        Assert.Empty(list.FindAll("[role=alert]"));
    }

    private IRenderedComponent<EventList> Draw(IReadOnlyList<EventRow> rows) => DrawDense(new EventListSource.Rows(rows));

    private IRenderedComponent<EventList> DrawDense(EventListSource source) =>
        _host.Render<EventList>(parameters => parameters
            .Add(list => list.Source, source)
            .Add(list => list.Label, "Events")
            .Add(list => list.OnOpen, _opened.Add));
}
