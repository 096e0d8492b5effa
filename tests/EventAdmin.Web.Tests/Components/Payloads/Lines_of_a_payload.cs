using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using EventAdmin.Web.Components.Payloads;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Payloads;

public sealed class Lines_of_a_payload
{
    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("9223372036854775807")]
    [InlineData("0.1000000000000000055")]
    [InlineData("1.0")]
    [InlineData("-0")]
    [InlineData("1E+2")]
    [InlineData("123456789012345678901234567890.10")]
    public void A_number_is_shown_as_it_is_stored(string number) =>
        Assert.Equal(number, Read($$"""{"n":{{number}}}""").Lines[1].Text);

    [Fact]
    public void Any_decimal_is_shown_as_it_is_stored() =>
        Gen.Select(Gen.Long, Gen.UInt, Gen.Int[-400, 400]).Sample(static (whole, fraction, exponent) =>
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"{whole}.{fraction}e{exponent}");
            Assert.Equal(number, Read($"[{number}]").Lines[1].Text);
        });

    [Fact]
    public void Lines_have_depth_names_commas_and_paths()
    {
        var lines = Read("""{"a":{"b c":[1,{}]},"d":null}""").Lines;

        Assert.Equal(
            ["0 { ", "1 \"a\"{ a", "2 \"b c\"[ a[\"b c\"]", "3 1, a[\"b c\"][0]", "3 {} a[\"b c\"][1]", "2 ] a[\"b c\"]", "1 }, a", "1 \"d\"null d", "0 } "],
            lines.Select(static line => string.Create(CultureInfo.InvariantCulture, $"{line.Depth} {line.Name}{line.Text}{(line.HasComma && line.Kind is not JsonLineKind.Open ? "," : "")} {line.Path}")));
    }

    [Fact]
    public void An_opening_line_knows_its_end_and_its_bytes()
    {
        var json = """{"a":[1,2,3],"b":4}""";
        var lines = Read(json).Lines;

        Assert.Equal(JsonLineKind.Close, lines[lines[1].CloseIndex].Kind);
        Assert.Equal(3, lines[1].Children);
        Assert.Equal("[1,2,3]", json.Substring(lines[1].StartByte, lines[1].LengthBytes));
    }

    [Fact]
    public void What_cannot_be_seen_is_written_as_an_escape()
    {
        var line = Read("\"a\\u202eb\\u0000c ü\\n\u200d\"").Lines[0];

        Assert.Equal("\"a\\u202eb\\u0000c ü\\n\\u200d\"", line.Text);
    }

    [Fact]
    public void A_long_payload_is_cut_at_a_token_and_goes_on_from_there()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(0, 20_000));

        var first = JsonLines.Read(json, 1_024);
        var all = JsonLines.Read(json, json.Length);

        Assert.True(first.IsCut);
        Assert.InRange(first.ReadBytes, 1_000, 1_024);
        Assert.Equal(first.Lines.Skip(1).SkipLast(1).Select(static line => line.Text), all.Lines.Skip(1).Take(first.Lines.Count - 2).Select(static line => line.Text));
        Assert.False(all.IsCut);
    }

    [Theory]
    [InlineData("{\"a\":1,}")]
    [InlineData("\u0001")]
    [InlineData("{\"a\":01}")]
    public void What_is_not_json_says_where_it_stops_being_so(string text) => Assert.NotNull(Read(text).MalformedAtByte);

    [Fact]
    public void Ill_formed_text_inside_a_string_is_drawn_and_not_fatal()
    {
        var lines = Read("{\"a\":\"\\ud800\"}").Lines;

        Assert.Equal(3, lines.Count);
        Assert.Contains("ud800", lines[1].Text, StringComparison.OrdinalIgnoreCase);
    }

    private static JsonLines Read(string json) => JsonLines.Read(Encoding.UTF8.GetBytes(json), JsonTree.PartBytes);
}
