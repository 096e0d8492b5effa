using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Tests.Hosting;

namespace EventAdmin.Web.Tests.Http;

public sealed class Appending_over_http(ListeningHost host) : IClassFixture<ListeningHost>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("order-1")]
    [InlineData("a/b%-\\c ü")]
    [InlineData("~tilde-1")]
    public async Task Stores_the_data_as_they_were_written(string stream)
    {
        using var http = host.CreateClient();

        var answer = await new EventAdminClient(http, TimeProvider.System).AppendAsync(stream, BodyOf("""{"n": 9007199254740993, "one":1.0}"""), Deadline, CancellationToken);

        var receipt = Assert.IsType<AppendAnswer.Appended>(answer).Receipt;
        var stored = Assert.Single(await host.Store.ReadAllAsync(StreamId.Parse(stream), from: null, CancellationToken).ToListAsync(CancellationToken));
        Assert.Equal((stream, 0, false), (receipt.Stream, receipt.Last, receipt.IsRepeat));
        Assert.Equal("""{"n": 9007199254740993, "one":1.0}""", Encoding.UTF8.GetString(stored.Data.Span));
        Assert.Equal("kim", stored.Metadata.Actor);
    }

    [Fact]
    public async Task The_same_events_again_are_answered_with_the_original_versions()
    {
        using var http = host.CreateClient();
        var client = new EventAdminClient(http, TimeProvider.System);
        var body = BodyOf("{}", Guid.CreateVersion7(DateTimeOffset.UnixEpoch));
        await client.AppendAsync("again-1", body, Deadline, CancellationToken);
        await client.AppendAsync("again-1", BodyOf("{}"), Deadline, CancellationToken);

        var answer = await client.AppendAsync("again-1", body, Deadline, CancellationToken);

        var receipt = Assert.IsType<AppendAnswer.Appended>(answer).Receipt;
        Assert.Equal((0, true), (receipt.Last, receipt.IsRepeat));
    }

    [Fact]
    public async Task Another_version_than_expected_is_a_conflict_that_names_it()
    {
        using var http = host.CreateClient();
        var client = new EventAdminClient(http, TimeProvider.System);
        await client.AppendAsync("taken-1", BodyOf("{}"), Deadline, CancellationToken);

        var answer = await client.AppendAsync("taken-1", BodyOf("{}") with { Expected = "no-stream" }, Deadline, CancellationToken);

        Assert.Equal(0, Assert.IsType<AppendAnswer.Conflict>(answer).Actual);
    }

    [Theory]
    [InlineData("""{"events":[]}""", 400)]
    [InlineData("""{"events":[{"type":"","data":{}}]}""", 400)]
    [InlineData("""{"events":[{"type":"A"}]}""", 400)]
    [InlineData("""{"events":[{"type":"A","data":{}}],"expected":"perhaps"}""", 400)]
    [InlineData("""{"events":[{"type":"A","data":{}}""", 400)]
    [InlineData("null", 400)]
    [InlineData("""{"events":[{"type":"A","data":{},"schemaVersion":0}]}""", 400)]
    public async Task A_wrong_body_is_refused_with_its_reason_and_stores_nothing(string body, int status)
    {
        using var http = host.CreateClient();

        using var response = await http.PostAsync(new Uri("api/streams/wrong-1/events", UriKind.Relative), Json(body), CancellationToken);

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("not-executed", problem.GetProperty("outcome").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Empty(await host.Store.ReadAllAsync(StreamId.Parse("wrong-1"), from: null, CancellationToken).ToListAsync(CancellationToken));
    }

    [Fact]
    public async Task Too_many_bytes_are_refused_as_too_large()
    {
        using var http = host.CreateClient();
        var client = new EventAdminClient(http, TimeProvider.System);

        var answer = await client.AppendAsync("large-1", BodyOf($"\"{new string('a', 2 * 1024 * 1024)}\""), Deadline, CancellationToken);

        Assert.Equal(413, Assert.IsType<AppendAnswer.Refused>(answer).Status);
    }

    [Fact]
    public async Task A_form_of_another_site_can_not_append()
    {
        using var http = host.CreateClient();
        using var form = new StringContent("""{"events":[{"type":"A","data":{}}]}""", new MediaTypeHeaderValue("text/plain"));

        using var response = await http.PostAsync(new Uri("api/streams/form-1/events", UriKind.Relative), form, CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_site_can_not_append()
    {
        using var http = host.CreateClient();
        http.DefaultRequestHeaders.Add("Origin", "http://elsewhere.example");

        using var response = await http.PostAsync(
            new Uri("api/streams/foreign-1/events", UriKind.Relative), Json("""{"events":[{"type":"A","data":{}}]}"""), CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task The_systems_own_streams_are_not_open()
    {
        using var http = host.CreateClient();

        var answer = await new EventAdminClient(http, TimeProvider.System).AppendAsync("$settings", BodyOf("{}"), Deadline, CancellationToken);

        Assert.Equal(400, Assert.IsType<AppendAnswer.Refused>(answer).Status);
    }

    [Fact]
    public async Task Without_a_server_the_client_says_that_nothing_was_stored()
    {
        using var http = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:1") };

        var answer = await new EventAdminClient(http, TimeProvider.System).AppendAsync("a-1", BodyOf("{}"), TimeSpan.FromMilliseconds(300), CancellationToken);

        Assert.IsType<AppendAnswer.NotStored>(answer);
    }

    private static AppendBody BodyOf(string data, Guid? id = null) => new()
    {
        Events = [new AppendEvent { Id = id, Type = "Noted", Data = JsonElement.Parse(data), Actor = "kim" }],
    };

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
