using EventAdmin.Cli.Tests.Hosting;

namespace EventAdmin.Cli.Tests.Output;

public sealed class What_verbs_print(ServerWithHistory server) : IClassFixture<ServerWithHistory>
{
    public static TheoryData<string, string> Commands => new()
    {
        { "streams", "streams" },
        { "streams-of-a-category", "streams --category order" },
        { "streams-none", "streams nothing-" },
        { "read", "read order-1" },
        { "read-backward", "read order-1 --backward --limit 1" },
        { "read-types", "read order-1 --types OrderPaid" },
        { "read-full", "read order-2 --full" },
        { "read-nothing", "read order-9" },
        { "replay", "replay order-1" },
        { "replay-at", "replay order-1 --at v0" },
        { "diff", "diff order-1 --from v0" },
        { "diff-same", "diff order-1 --from now" },
        { "diff-two", "diff order-1 order-2" },
        { "find", "find order-1" },
        { "find-nothing", "find nothing-at-all" },
        { "tail", "tail --from start --category order --until-caught-up" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task On_a_terminal_is_kept_as_a_picture(string name, string command) =>
        await GoldenFile.CompareAsync($"{name}.terminal.txt", await server.At(80).RunAsync(command.Split(' ')));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Through_a_pipe_is_kept_as_JSON_lines(string name, string command) =>
        await GoldenFile.CompareAsync($"{name}.json.txt", await server.Piped().RunAsync(command.Split(' ')));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task With_json_is_the_same_on_a_terminal_as_through_a_pipe(string name, string command)
    {
        Assert.NotEmpty(name);

        var terminal = await server.At(80).RunAsync([.. command.Split(' '), "--json"]);
        var piped = await server.Piped().RunAsync(command.Split(' '));

        Assert.Equal(piped, terminal);
    }

    [Theory]
    [InlineData("read order-1")]
    [InlineData("streams")]
    [InlineData("tail --from start --until-caught-up")]
    [InlineData("find order-1")]
    public async Task Fits_a_narrow_terminal(string command)
    {
        const int columns = 40;

        var result = await server.At(columns).RunAsync(command.Split(' '));

        Assert.NotEmpty(result.Lines);
        Assert.All(result.Lines, line => Assert.True(line.TrimEnd().Length <= columns, $"'{line}' has {line.Length} columns."));
    }

    [Fact]
    public async Task Keeps_the_numbers_of_data_digit_by_digit()
    {
        var result = await server.Piped().RunAsync("read", "order-1");

        Assert.Contains("\"total\":12.50", result.Output, StringComparison.Ordinal);
        Assert.Contains("9007199254740993", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_colours_on_a_terminal_unless_told_otherwise()
    {
        var coloured = server.At(80) with { HasColor = true };

        Assert.Contains('\u001b', (await coloured.RunAsync("streams")).Output);
        Assert.DoesNotContain('\u001b', (await coloured.RunAsync("streams", "--no-color")).Output);
        Assert.DoesNotContain('\u001b', (await server.At(80).RunAsync("streams")).Output);
        Assert.DoesNotContain('\u001b', (await (server.Piped() with { HasColor = true }).RunAsync("streams")).Output);
    }
}
