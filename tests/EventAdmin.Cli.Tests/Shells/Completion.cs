using EventAdmin.Cli.Tests.Hosting;

namespace EventAdmin.Cli.Tests.Shells;

public sealed class Completion(ServerWithHistory server) : IClassFixture<ServerWithHistory>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("eventadmin imp", "import")]
    [InlineData("eventadmin config ch", "check")]
    [InlineData("eventadmin tail --che", "--checkpoint")]
    [InlineData("eventadmin read order-", "order-1 order-2")]
    [InlineData("eventadmin replay cust", "customer-7")]
    [InlineData("eventadmin completion b", "bash")]
    public async Task Works_in_a_real_bash(string typed, string completed)
    {
        Assert.SkipUnless(Bash.IsPresent, Bash.WhyAbsent);
        var script = server.Combine("completion.bash");
        await File.WriteAllTextAsync(script, (await server.Piped().RunAsync("completion", "bash")).Output, CancellationToken);

        // What bash itself does when the Tab key is pressed at the end of the line.
        var asked = $$"""
            source "{{script}}"
            COMP_LINE='{{typed}}'; COMP_POINT=${#COMP_LINE}
            read -ra COMP_WORDS <<< "$COMP_LINE"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _eventadmin
            echo "${COMPREPLY[*]}"
            """;
        Assert.Equal(completed, await Bash.RunAsync(server, asked));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Is_there_for_the_shell(string shell)
    {
        var result = await server.Piped().RunAsync("completion", shell);

        Assert.Equal(0, result.Code);
        Assert.Contains("[suggest:", result.Output, StringComparison.Ordinal);
    }
}
