using System.Text.Json;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Cli.Tests.Requests;

public sealed class Appending_with_tries
{
    private const string Receipt = """
        {"appendId":"0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11","stream":"order-1","first":0,"last":0,"position":"7","recordedAt":"2026-03-01T10:00:00Z"}
        """;

    private const string Busy = """{"outcome":"not-executed","detail":"The store is busy."}""";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sends_the_same_ids_again_after_a_lost_answer()
    {
        using var server = new ScriptedServer(ScriptedServer.Lost(HttpRequestError.ResponseEnded), ScriptedServer.Status(502), ScriptedServer.Status(201, Receipt));

        var answer = await AppendAsync(server);

        Assert.IsType<AppendAnswer.Appended>(answer);
        Assert.Equal(3, server.Bodies.Count);
        Assert.Single(server.Bodies.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Knows_that_nothing_is_stored_where_each_try_was_told_so()
    {
        using var server = new ScriptedServer(ScriptedServer.Status(503, Busy));

        var answer = await AppendAsync(server);

        Assert.Equal(new AppendAnswer.NotStored("The store is busy."), answer);
    }

    [Fact]
    public async Task Does_not_know_once_a_single_try_may_have_been_executed()
    {
        using var server = new ScriptedServer(ScriptedServer.Status(500), ScriptedServer.Status(503, Busy));

        var answer = await AppendAsync(server);

        Assert.NotNull(Assert.Single(Assert.IsType<AppendAnswer.Unknown>(answer).Events).Id);
    }

    [Fact]
    public async Task Does_not_take_a_page_of_something_between_for_a_receipt()
    {
        using var server = new ScriptedServer(ScriptedServer.Status(200, "<html>Sign in</html>"));

        Assert.IsType<AppendAnswer.Unknown>(await AppendAsync(server));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task Asks_once_where_it_would_be_refused_again(int status)
    {
        using var server = new ScriptedServer(ScriptedServer.Status(status, """{"detail":"No."}"""));

        var answer = await AppendAsync(server);

        Assert.Equal(new AppendAnswer.Refused(status, "No."), answer);
        Assert.Single(server.Bodies);
    }

    [Fact]
    public async Task Names_the_stream_and_the_version_of_a_conflict()
    {
        using var server = new ScriptedServer(ScriptedServer.Status(409, """{"outcome":"conflict","actual":7}"""));

        Assert.Equal(new AppendAnswer.Conflict("order-1", 7), await AppendAsync(server));
    }

    [Fact]
    public async Task Waits_as_long_as_the_server_asks()
    {
        using var server = new ScriptedServer(ScriptedServer.Status(503, Busy, TimeSpan.FromSeconds(5)), ScriptedServer.Status(201, Receipt));
        var notices = new List<RetryNotice>();

        await AppendAsync(server, notices.Add);

        Assert.Equal([new RetryNotice("The store is busy.", HttpVerdict.NotExecuted, 1, TimeSpan.FromSeconds(5))], notices);
    }

    private static Task<AppendAnswer> AppendAsync(ScriptedServer server, Action<RetryNotice>? see = null)
    {
        var http = new HttpClient(server) { BaseAddress = new Uri("http://server.example/") };
        var client = new EventAdminClient(http, new JumpingClock(Deadline), new EventAdminClientOptions { OnRetry = see });
        var body = new AppendBody { Events = [new AppendEvent { Type = "Placed", Data = JsonElement.Parse("{}") }] };
        return client.AppendAsync("order-1", body, Deadline, CancellationToken);
    }
}
