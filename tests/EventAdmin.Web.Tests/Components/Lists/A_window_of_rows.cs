using CsCheck;
using EventAdmin.Web.Components.Lists;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Lists;

public sealed class A_window_of_rows
{
    private static readonly Gen<RowWindow> Windows =
        Gen.Select(Gen.Long[0, 1_000_000], Gen.Long[1, 5_000_000_000], Gen.Bool, Gen.Long[0, 5_000_000_000])
            .Select(static parts => new RowWindow(parts.Item1, parts.Item2, parts.Item3, parts.Item4));

    [Fact]
    public void Every_version_of_the_stream_is_found_where_the_window_says_it_is() =>
        Gen.Select(Windows, Gen.Double[0, 1]).Sample(static (window, share) =>
        {
            var version = window.FirstVersion + (long)((window.Count - 1) * share);

            var place = window.Locate(version);

            Assert.NotNull(place);
            Assert.Equal(version, place.Value.Window.VersionAt(place.Value.Index));
            Assert.InRange(place.Value.Index, 0, place.Value.Window.Length - 1);
            Assert.InRange(place.Value.Window.Length, 1, RowWindow.RowsMax);
        });

    [Fact]
    public void A_range_of_rows_is_the_same_range_of_versions() =>
        Gen.Select(Windows, Gen.Double[0, 1], Gen.Int[1, 100]).Sample(static (window, share, count) =>
        {
            var index = (int)((window.Length - 1) * share);

            var range = window.Range(index, count);

            var expected = Enumerable.Range(index, range.Count).Select(window.VersionAt).Order();
            Assert.Equal(expected, Enumerable.Range(0, range.Count).Select(offset => range.FirstVersion + offset));
            Assert.Equal(Math.Min(count, window.Length - index), range.Count);
        });

    [Fact]
    public void A_place_inside_the_window_does_not_move_it()
    {
        var window = new RowWindow(0, 2_000_000, isNewestFirst: false, startRank: 700_000);

        Assert.Equal(window, window.Locate(700_001)!.Value.Window);
        Assert.NotEqual(window, window.Locate(699_999)!.Value.Window);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void A_version_outside_the_stream_is_nowhere(long version) =>
        Assert.Null(new RowWindow(0, 10, isNewestFirst: true).Locate(version));

    [Fact]
    public void An_empty_stream_has_an_empty_window() =>
        Assert.Equal((0L, 0), new RowWindow(0, 0, isNewestFirst: true).Range(0, 10));
}
