using CsCheck;
using EventAdmin.Web.Components.Navigation;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Navigation;

public sealed class Links_to_streams
{
    private static readonly Gen<string> AnyUnicode =
        Gen.Frequency(
            (6, Gen.Int[1, 0xFFFF].Where(static point => point is < 0xD800 or > 0xDFFF).Select(static point => (int)point)),
            (2, Gen.Int[0x10000, 0x10FFFF]),
            (3, Gen.Char["/\\%~. #?&=+-_:;@\t\n"].Select(static character => (int)character)))
            .Array[1, 40]
            .Select(static points => string.Concat(points.Select(char.ConvertFromUtf32)));

    [Fact]
    public void Every_stream_id_survives_the_way_through_a_path() =>
        AnyUnicode.Sample(static streamId =>
        {
            var segment = AppUrls.StreamSegment(streamId);

            // What a browser and the server's router do to it: parse the address, split at slashes, unescape once.
            var path = new Uri("http://host" + AppUrls.Stream(streamId)).AbsolutePath;
            var parts = path.Split('/');

            Assert.Equal(3, parts.Length);
            Assert.Equal(segment, parts[2]);
            Assert.Equal(streamId, AppUrls.ReadStreamSegment(Uri.UnescapeDataString(parts[2])));
        });

    [Theory]
    [InlineData("license-4711-tv1-t88", "license-4711-tv1-t88")]
    [InlineData("cart-ä b", "cart-%C3%A4%20b")]
    [InlineData("a/b", "~YS9i")]
    [InlineData("..", "~Li4")]
    [InlineData("~x", "~fng")]
    public void A_segment_stays_readable_where_it_safely_can(string streamId, string segment) =>
        Assert.Equal(segment, AppUrls.StreamSegment(streamId));

    [Theory]
    [InlineData("~***")]
    [InlineData("~_w")]
    [InlineData("")]
    [InlineData(null)]
    public void A_segment_that_names_no_stream_is_null(string? segment) => Assert.Null(AppUrls.ReadStreamSegment(segment));

    [Fact]
    public void A_lone_surrogate_is_refused() => Assert.Throws<ArgumentException>(static () => AppUrls.StreamSegment("a\ud800"));

    [Fact]
    public void A_query_holds_only_what_is_set() =>
        Assert.Equal("/find?q=a%26b%20%2B", AppUrls.Find("a&b +"));

    [Fact]
    public void An_instant_is_written_in_utc_without_trailing_zeros() =>
        Assert.Equal("2026-03-01T09:00:00Z", AppUrls.Instant(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(1))));
}
