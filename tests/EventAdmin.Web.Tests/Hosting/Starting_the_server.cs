using System.Globalization;
using System.Net;
using EventAdmin.Testing.Processes;

namespace EventAdmin.Web.Tests.Hosting;

public sealed class Starting_the_server : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private string Store => _folder.Combine("store.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:5999")]
    [InlineData("ASPNETCORE_URLS", "http://localhost:5999;http://*:5998")]
    [InlineData("HTTP_PORTS", "5999")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "5999")]
    [InlineData("Kestrel__Endpoints__Public__Url", "http://192.0.2.7:5999")]
    [InlineData("EventAdmin__Listen", "http://[::]:5999")]
    [InlineData("EventAdmin__Listen__0", "http://example.org:5999")]
    public async Task On_an_address_that_others_reach_is_refused_and_says_why(string name, string value)
    {
        var ending = await ServerProcess.RunAsync(["--store", Store], CancellationToken, (name, value));

        Assert.Equal(78, ending.Code);
        Assert.Contains("no sign-in yet", ending.Errors, StringComparison.Ordinal);
        AssertOneSentenceOf(ending);
        Assert.False(File.Exists(Store));
    }

    [Fact]
    public async Task By_argument_on_an_address_that_others_reach_is_refused_too()
    {
        var ending = await ServerProcess.RunAsync(["--store", Store, "--urls", "http://+:5999"], CancellationToken);

        Assert.Equal(78, ending.Code);
        AssertOneSentenceOf(ending);
    }

    [Theory]
    [InlineData("true", "Healthy: single copy, always current")]
    [InlineData("false", "Healthy: single copy, always current; may lose the last commits on power loss")]
    public async Task With_commits_that_are_not_flushed_says_so_to_who_asks_for_its_health(string isFlushed, string health)
    {
        await using var server = ServerProcess.Start(["--store", Store, "--urls", "http://127.0.0.1:0", "--Storage:Sqlite:IsFlushedAtCommit=" + isFlushed]);
        using var client = new HttpClient { BaseAddress = await server.ListenAsync(CancellationToken) };

        Assert.Equal(health, await client.GetStringAsync(new Uri("health/ready", UriKind.Relative), CancellationToken));
    }

    [Fact]
    public async Task On_loopback_answers_there_and_says_where_the_store_is()
    {
        await using var server = ServerProcess.Start(["--store", Store, "--urls", "http://127.0.0.1:0", "--seed"]);
        var address = await server.ListenAsync(CancellationToken);
        using var client = new HttpClient { BaseAddress = address };

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready", CancellationToken)).StatusCode);

        await server.InterruptAsync(CancellationToken);
        var ending = await server.EndAsync(CancellationToken);
        Assert.Equal(0, ending.Code);
        Assert.Contains(Store, ending.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("(0 events", ending.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_store_that_is_in_use_names_the_process_that_uses_it()
    {
        await using var first = ServerProcess.Start(["--store", Store, "--urls", "http://127.0.0.1:0"]);
        await first.ListenAsync(CancellationToken);

        var ending = await ServerProcess.RunAsync(["--store", Store, "--urls", "http://127.0.0.1:0"], CancellationToken);

        Assert.Equal(69, ending.Code);
        Assert.Contains($"process {first.Id.ToString(CultureInfo.InvariantCulture)}", ending.Errors, StringComparison.Ordinal);
        AssertOneSentenceOf(ending);
    }

    [Fact]
    public async Task On_a_port_that_is_taken_says_so()
    {
        await using var first = ServerProcess.Start(["--store", Store, "--urls", "http://127.0.0.1:0"]);
        var address = await first.ListenAsync(CancellationToken);

        var ending = await ServerProcess.RunAsync(
            ["--store", _folder.Combine("other.db"), "--urls", address.GetLeftPart(UriPartial.Authority)], CancellationToken);

        Assert.Equal(69, ending.Code);
        AssertOneSentenceOf(ending);
    }

    [Fact]
    public async Task On_a_file_that_is_no_store_says_so_and_leaves_it_alone()
    {
        await File.WriteAllTextAsync(Store, "Dear diary, today I was nearly overwritten.", CancellationToken);

        var ending = await ServerProcess.RunAsync(["--store", Store, "--urls", "http://127.0.0.1:0"], CancellationToken);

        Assert.Equal(69, ending.Code);
        AssertOneSentenceOf(ending);
        Assert.StartsWith("Dear diary", await File.ReadAllTextAsync(Store, CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Storage__Sqlite__ReadersMax", "0")]
    [InlineData("Storage__Sqlite__ReadersMax", "many")]
    [InlineData("Sample__Trickle", "fast")]
    [InlineData("EventSourcing__Limits__AppendBytesMax", "1")]
    public async Task With_a_wrong_option_names_it(string name, string value)
    {
        var ending = await ServerProcess.RunAsync(["--store", Store, "--urls", "http://127.0.0.1:0"], CancellationToken, (name, value));

        Assert.Equal(78, ending.Code);
        Assert.Contains(name.Split("__")[^1], ending.Errors, StringComparison.Ordinal);
        AssertOneSentenceOf(ending);
    }

    [Theory]
    [InlineData("--sed")]
    [InlineData("serve")]
    [InlineData("--trickle")]
    public async Task With_a_mistyped_argument_is_refused(string argument)
    {
        var ending = await ServerProcess.RunAsync(["--store", Store, argument], CancellationToken);

        Assert.Equal(64, ending.Code);
        AssertOneSentenceOf(ending);
    }

    private static void AssertOneSentenceOf(Ending ending)
    {
        Assert.NotEmpty(ending.Errors.Trim());
        Assert.DoesNotContain("   at ", ending.Errors + ending.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", ending.Errors + ending.Output, StringComparison.Ordinal);
    }
}
