using System.Text.Json;
using EventAdmin.Cli.Terminal;
using EventAdmin.Cli.Tests.Hosting;

namespace EventAdmin.Cli.Tests.Output;

public sealed class Text_from_events(OwnServer server) : IClassFixture<OwnServer>
{
    // Clears the screen, hides what follows, turns the line round, sets the window's title, pretends to be markup.
    private const string Hostile = "\u001b[2J\u001b[8m\u202e\u2066\u009b31m\u001b]0;title\u0007[red]x[/] [[ ]] \r\n\t\u2028\u007f\u200b";

    public static TheoryData<string> Verbs => ["read STREAM", "read STREAM --full", "replay STREAM", "diff STREAM", "find STREAM", "tail --from start --until-caught-up", "streams"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Can_not_reach_the_terminal(string command)
    {
        var stream = "hostile-[red]ü[/]";
        await AppendAsync(stream);

        var result = await (server.At(100) with { HasColor = true }).RunAsync(command.Replace("STREAM", stream, StringComparison.Ordinal).Split(' '));

        Assert.NotEmpty(result.Output);
        var text = RemoveOwnColours(result.Output);
        Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
        Assert.DoesNotContain(text, character => character is '\u202e' or '\u2066' or '\u2028' or '\u200b');
    }

    [Fact]
    public async Task Is_exact_as_JSON()
    {
        await AppendAsync("exact-1");

        var result = await server.Piped().RunAsync("read", "exact-1");

        using var line = JsonDocument.Parse(Assert.Single(result.Lines));
        var data = line.RootElement.GetProperty("data");
        Assert.Equal(Escape(Hostile), data.GetProperty("text").GetRawText());
        Assert.Equal(Hostile, line.RootElement.GetProperty("actor").GetString());
    }

    [Theory]
    [InlineData("plain ü 日本 🙂", "plain ü 日本 🙂")]
    [InlineData("a\u001b[31mb", "a␛[31mb")]
    [InlineData("a\nb\u007f", "a␊b␡")]
    [InlineData("a\u202eb\u0085", "a<U+202E>b<U+0085>")]
    public void Is_shown_with_pictures_for_what_moves_or_hides(string text, string shown) => Assert.Equal(shown, SafeText.Of(text));

    [Fact]
    public void Is_cut_to_its_room()
    {
        Assert.Equal("abcd…", SafeText.Of("abcdefgh", 5));
        Assert.Equal("abcde", SafeText.Of("abcde", 5));
        Assert.Equal("…", SafeText.Of("🙂🙂🙂", 2));
    }

    private static string Escape(string text) =>
        $"\"{string.Concat(text.Select(character => character is < ' ' or '\u007f' or '"' or '\\' ? $"\\u{(int)character:x4}" : character.ToString()))}\"";

    private async Task AppendAsync(string stream)
    {
        var appended = await server.Piped().RunAsync(
            "append", stream, "--type", "Type[red]\u202e\u200b", "--actor", Hostile, "--data", $"{{\"text\":{Escape(Hostile)},\"[bold]\":1}}");
        Assert.True(appended.Code == 0, appended.Errors);
    }

    // The colours that the command line sets itself: Select Graphic Rendition with numbers only.
    private static string RemoveOwnColours(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, "\u001b\\[[0-9;]*m", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}
