using EventAdmin.Cli.Settings;
using EventAdmin.Cli.Terminal;
using EventAdmin.Cli.Verbs;

namespace EventAdmin.Cli.Tests.Settings;

public sealed class Settings_of_the_command_line : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventadmin-settings-");
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public Settings_of_the_command_line() => _variables["XDG_CONFIG_HOME"] = _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Come_from_option_then_environment_then_file_then_default()
    {
        Assert.Equal(("http://localhost:5080/", "default"), Server(new GivenOptions()));
        WriteFile("""{"server": "http://file:1"}""");
        Assert.Equal("http://file:1/", Server(new GivenOptions()).Address);
        _variables["EVENTADMIN_SERVER"] = "http://environment:2";
        Assert.Equal(("http://environment:2/", "EVENTADMIN_SERVER"), Server(new GivenOptions()));
        Assert.Equal(("http://option:3/", "--server"), Server(new GivenOptions { Server = "http://option:3" }));
    }

    [Theory]
    [InlineData("localhost:5080", "http://localhost:5080/")]
    [InlineData("https://events.example/base", "https://events.example/base/")]
    public void Take_an_address_as_people_write_it(string text, string address) =>
        Assert.Equal(address, Server(new GivenOptions { Server = text }).Address);

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("http://")]
    [InlineData("http://x/?a=1")]
    public void Refuse_what_is_no_address(string text) => AssertRefused(ExitCode.Usage, text, new GivenOptions { Server = text });

    [Theory]
    [InlineData("30s", 30)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7200)]
    [InlineData("45", 45)]
    [InlineData("never", null)]
    public void Read_a_timeout(string text, int? seconds) =>
        Assert.Equal(seconds, (int?)Patience.Parse(text, "--timeout").Value?.TotalSeconds);

    [Theory]
    [InlineData("soon")]
    [InlineData("-3s")]
    [InlineData("0s")]
    public void Refuse_what_is_no_timeout(string text) => AssertRefused(ExitCode.Usage, text, new GivenOptions { Timeout = text });

    [Theory]
    [InlineData("{")]
    [InlineData("""{"sever": "http://x"}""")]
    public void Refuse_a_file_that_is_not_understood(string content)
    {
        WriteFile(content);

        AssertRefused(ExitCode.Configuration, "line 1", new GivenOptions());
    }

    [Fact]
    public void Refuse_a_file_that_is_named_and_not_there()
    {
        _variables["EVENTADMIN_CONFIG"] = "/nowhere/config.json";

        AssertRefused(ExitCode.Configuration, "/nowhere/config.json", new GivenOptions());
    }

    [Theory]
    [InlineData("now", "now")]
    [InlineData("57", "v57")]
    [InlineData("v57", "v57")]
    [InlineData("2026-03-01", "2026-03-01T00:00:00Z")]
    [InlineData("2026-03-01T10:00:00+01:00", "2026-03-01T09:00:00Z")]
    public void Read_a_moment_as_people_write_it(string text, string moment) => Assert.Equal(moment, Arguments.Moment(text, "--at"));

    private ClientSettings Read(GivenOptions given) => ClientSettings.Of(given, Variable, ConfigurationFile.Read(Variable));

    private (string Address, string Origin) Server(GivenOptions given) => (Read(given).Server.Value.ToString(), Read(given).Server.Origin);

    private string? Variable(string name) => _variables.GetValueOrDefault(name);

    private void AssertRefused(int code, string part, GivenOptions given)
    {
        var refused = Assert.Throws<CommandFailedException>(() => Read(given));
        Assert.Equal(code, refused.Code);
        Assert.Contains(part, refused.Message, StringComparison.Ordinal);
    }

    private void WriteFile(string content)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, "eventadmin"));
        File.WriteAllText(Path.Combine(folder.FullName, "config.json"), content);
    }
}
