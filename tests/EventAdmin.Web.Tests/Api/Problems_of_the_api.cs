using System.Net.Sockets;
using System.Text;
using EventAdmin.Client.Contracts;
using EventAdmin.Web.Tests.Hosting;
using EventAdmin.Web.Tests.Http;

namespace EventAdmin.Web.Tests.Api;

public sealed class Problems_of_the_api(ListeningHost host) : IClassFixture<ListeningHost>, IDisposable
{
    private readonly ApiCaller _api = new(host.Address);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _api.Dispose();

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/")]
    [InlineData("/api/nothing")]
    [InlineData("/API/nothing")]
    [InlineData("/api/streams/a-1/nothing")]
    [InlineData("/api/streams/a-1/events/0/payload/more")]
    public async Task An_address_where_nothing_is_says_so(string address) => (await _api.GetAsync(address)).AssertIs(404, "no-such-address");

    [Theory]
    [InlineData("DELETE", "/api/streams/a-1")]
    [InlineData("PUT", "/api/streams/a-1/events")]
    [InlineData("PATCH", "/api/feed")]
    [InlineData("OPTIONS", "/api/feed")]
    [InlineData("POST", "/api/find")]
    public async Task A_method_that_an_address_does_not_take_names_those_that_it_does(string method, string address)
    {
        var reply = await _api.SendAsync(new HttpMethod(method), address, content: null);

        reply.AssertIs(405, "method-not-allowed");
        Assert.NotEmpty(reply.Header("Allow")!);
    }

    [Theory]
    [InlineData("/api/feed", "text/csv")]
    [InlineData("/api/streams", "application/cloudevents-batch+json")]
    [InlineData("/api/streams/accept-1/events/0", "application/cloudevents-batch+json")]
    [InlineData("/api/streams/accept-1/events", "application/cloudevents+json")]
    [InlineData("/api/feed", "application/json;q=0, application/cloudevents-batch+json;q=0")]
    [InlineData("/api/feed/live", "application/json")]
    public async Task A_form_that_an_answer_does_not_have_is_not_given(string address, string accept)
    {
        await host.AppendAsync("accept-1", CancellationToken);

        (await _api.GetAsync(address, ("Accept", accept))).AssertIs(406, "not-acceptable");
    }

    [Theory]
    [InlineData("*/*", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("text/html, */*;q=0.1", "application/json")]
    [InlineData("application/json;q=0.5, application/cloudevents-batch+json", "application/cloudevents-batch+json")]
    [InlineData("application/cloudevents-batch+json, application/json", "application/json")]
    [InlineData("*/*, application/json;q=0", "application/cloudevents-batch+json")]
    public async Task The_form_that_is_liked_best_is_given(string accept, string expected) =>
        Assert.Equal(expected, (await _api.GetAsync("/api/feed?limit=1", ("Accept", accept))).AssertOk().MediaType);

    [Theory]
    [InlineData("GET", "/api/feed")]
    [InlineData("GET", "/api/feed/live")]
    [InlineData("GET", "/api/streams/a-1/state")]
    [InlineData("GET", "/api/docs")]
    [InlineData("POST", "/api/appends")]
    [InlineData("POST", "/api/streams/a-1/events")]
    public async Task A_page_of_another_site_is_refused_everywhere(string method, string address)
    {
        (await _api.SendAsync(new HttpMethod(method), address, content: null, ("Origin", "https://evil.example"))).AssertIs(403, "foreign-site");
        (await _api.SendAsync(new HttpMethod(method), address, content: null, ("Sec-Fetch-Site", "cross-site"))).AssertIs(403, "foreign-site");
        (await _api.SendAsync(new HttpMethod(method), address, content: null, ("Origin", "null"))).AssertIs(403, "foreign-site");
    }

    [Theory]
    [InlineData("/api/streams/x/events/1e3")]
    [InlineData("/api/streams/x/events/-1")]
    [InlineData("/api/streams/x/events/99999999999999999999")]
    [InlineData("/api/streams/x/events/%30%0a")]
    [InlineData("/api/events/17")]
    [InlineData("/api/events/zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz")]
    [InlineData("/api/streams/~!/state")]
    [InlineData("/api/correlations/~!")]
    [InlineData("/api/streams?after=!")]
    [InlineData("/api/streams?after=_____w")]
    [InlineData("/api/streams?after=LTE")]
    [InlineData("/api/streams/x/events?from=-1")]
    [InlineData("/api/streams/x/events?from=1.0")]
    [InlineData("/api/streams/x/events?from=9223372036854775808")]
    [InlineData("/api/feed/live?after=p:1&after=p:2")]
    [InlineData("/api/feed/live?after=soon")]
    public async Task A_value_that_is_none_is_refused(string address) => (await _api.GetAsync(address)).AssertIs(400, "invalid-request");

    [Theory]
    [InlineData("after=%0d%0aSet-Cookie:%20a=b")]
    [InlineData("direction=%0d%0aSet-Cookie:%20a=b")]
    [InlineData("x%0d%0aSet-Cookie:%20a=b=1")]
    public async Task A_line_break_in_a_parameter_reaches_no_header(string query)
    {
        var reply = await _api.GetAsync($"/api/feed?{query}");

        Assert.Equal(400, reply.Status);
        Assert.Null(reply.Header("Set-Cookie"));
    }

    [Fact]
    public async Task A_line_break_in_a_name_reaches_no_header_of_a_page_or_a_download()
    {
        await host.AppendAsync("a\"; filename=evil-1", CancellationToken, count: 2);

        var page = (await _api.GetAsync("/api/streams/a%22%3B%20filename%3Devil-1/events?limit=1&types=Noted,%0d%0aX:y")).AssertOk();
        var download = (await _api.GetAsync("/api/streams/a%22%3B%20filename%3Devil-1/export")).AssertOk();

        Assert.DoesNotContain('\n', page.Header("Link") ?? "");
        Assert.Null(page.Header("X"));
        Assert.DoesNotContain("evil-1\"", download.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.DoesNotContain("a\"", download.Header("Content-Disposition"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /api/feed?after=p:1\0 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /api/../api/feed%00 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("POST /api/appends HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /api/appends HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n")]
    [InlineData("POST /api/appends HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("GET /api/feed HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")]
    [InlineData("GET /api/feed HTTP/1.1\r\nHost: evil.example\r\n\r\n")]
    public async Task A_request_that_is_no_HTTP_is_refused_and_the_server_goes_on(string raw)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port, CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(raw), CancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);

        var status = await reader.ReadLineAsync(CancellationToken);

        Assert.Matches("^HTTP/1.1 4[0-9][0-9] ", status);
        (await _api.GetAsync("/api/feed?limit=1")).AssertOk();
    }

    [Fact]
    public async Task A_body_that_ends_too_early_stores_nothing()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(host.Address.Host, host.Address.Port, CancellationToken);
            var raw = "POST /api/streams/early-1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"events\":[{\"type\":\"A\",\"data\":{}}]}";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(raw), CancellationToken);
        }

        (await _api.GetAsync("/api/streams/early-1")).AssertIs(404, "stream-not-found");
    }

    [Fact]
    public async Task Pages_of_the_app_are_still_pages()
    {
        using var http = new HttpClient { BaseAddress = host.Address };

        using var page = await http.GetAsync(new Uri("/nothing-is-here", UriKind.Relative), CancellationToken);

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Equal(404, (int)page.StatusCode);
    }

    [Fact]
    public async Task An_outcome_that_a_client_reads_is_one_that_the_server_writes()
    {
        var conflict = await _api.PostAsync("/api/streams/outcome-1/events", """{"expected":"stream-exists","events":[{"type":"A","data":{}}]}""");

        conflict.AssertIs(409, "conflict");
        Assert.Equal(ApiProblem.IsConflict, conflict.Problem.Outcome);
        Assert.DoesNotContain("\\u0027", conflict.Text, StringComparison.Ordinal);
    }
}
