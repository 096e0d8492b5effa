using EventAdmin.Web.Features.Wall;

namespace EventAdmin.Web.Tests.Features.Wall;

public sealed class The_words_of_a_wall
{
    private const string Placed = """{"title":"Dark","customerName":"Kim Doe","total":12.50,"paid":true,"buyer":{"email":"kim@example.org"},"lines":[{"sku":"a-1"}]}""";

    [Fact]
    public void Are_those_of_the_type_and_nothing_of_the_event() =>
        Assert.Equal("Order placed", Write([], Placed));

    [Fact]
    public void Hold_the_values_that_the_board_allows() =>
        Assert.Equal("Order placed · title Dark · total 12.50 · paid yes", Write(["data.title", "data.total", "data.paid"], Placed));

    [Theory]
    [InlineData("data.buyer")]
    [InlineData("data.lines")]
    [InlineData("data.nothing")]
    public void Hold_no_object_no_list_and_nothing_that_is_not_there(string path) =>
        Assert.Equal("Order placed", Write([path], Placed));

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("[1,2]")]
    public void Are_there_whatever_the_data_are(string data) => Assert.Equal("Order placed", Write(["data.title"], data));

    [Fact]
    public void Show_what_would_hide_or_turn_and_are_short()
    {
        var words = Write(["data.title"], $$"""{"title":"a\u202eb{{new string('x', 500)}}"}""");

        Assert.Contains("[U+202E]", words, StringComparison.Ordinal);
        Assert.True(words.Length < 100, words);
    }

    private static string Write(string[] fields, string data) =>
        new WallWords(BoardEvents.Board(board => board.Fields.AddRange(fields))).Write(BoardEvents.Event(1, data: data));
}
