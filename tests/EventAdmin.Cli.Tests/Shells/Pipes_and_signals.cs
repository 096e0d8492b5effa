using EventAdmin.Cli.Tests.Hosting;
using EventAdmin.Cli.Tests.Import;

namespace EventAdmin.Cli.Tests.Shells;

public sealed class Pipes_and_signals(OwnServer server) : IClassFixture<OwnServer>
{
    [Fact]
    public async Task End_the_command_quietly_when_the_reader_goes_away()
    {
        Assert.SkipUnless(Bash.IsPresent, Bash.WhyAbsent);
        await server.Piped(CloudEventLines.Make(1500, "piped")).RunAsync("import", "-");

        var printed = await Bash.RunAsync(server, "eventadmin tail --from start --until-caught-up 2>&1 | head -1 | wc -l; echo ${PIPESTATUS[0]}");

        Assert.Equal("1\n141", printed);
    }

    [Fact]
    public async Task Leave_what_stands_in_a_file_that_several_commands_write_to()
    {
        Assert.SkipUnless(Bash.IsPresent, Bash.WhyAbsent);
        await server.Piped(CloudEventLines.Make(10, "shared")).RunAsync("import", "-");

        var printed = await Bash.RunAsync(
            server, $"cd '{server.Combine("")}'; {{ echo first; eventadmin streams shared-; echo between; eventadmin streams shared-; }} > all.txt; eventadmin streams shared- >> all.txt; wc -l < all.txt; head -1 all.txt");

        Assert.Equal("8\nfirst", printed);
    }
}
