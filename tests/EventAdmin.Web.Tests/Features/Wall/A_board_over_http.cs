using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using EventAdmin.EventSourcing.Feed;
using EventAdmin.Web.Features.Wall;
using EventAdmin.Web.Tests.Hosting;
using EventAdmin.Web.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EventAdmin.Web.Tests.Features.Wall;

public sealed class A_board_over_http(ListeningHost host) : IClassFixture<ListeningHost>
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(60);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_a_page_that_may_run_its_own_script_and_no_other()
    {
        using var client = Client();

        using var answer = await client.GetAsync("/wall/main", CancellationToken);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        var page = await answer.Content.ReadAsStringAsync(CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
        Assert.Contains("worker-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'none'", policy, StringComparison.Ordinal);
        Assert.Single(page.Split("<script").Skip(1));
        Assert.DoesNotContain("blazor", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/wall/lobby")]
    [InlineData("/wall/<script>alert(1)")]
    public async Task That_is_not_configured_answers_which_boards_there_are(string path)
    {
        using var client = Client();

        using var answer = await client.GetAsync(path, CancellationToken);

        var page = await answer.Content.ReadAsStringAsync(CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no board", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/wall/main\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/wall/stream/lobby"));
    }

    [Fact]
    public async Task Is_sent_as_frames_and_beats_that_count_what_is_appended()
    {
        await using var screen = await OpenAsync();
        var first = await screen.FrameAsync(static _ => true);

        await host.AppendAsync("wall-1", CancellationToken, type: "WallPainted", json: """{"painter":"Kim Doe"}""");

        var frame = await screen.FrameAsync(frame => frame.GetProperty("total").GetInt64() > first.GetProperty("total").GetInt64()
            && frame.GetProperty("events").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } newest && newest.GetProperty("words").GetString() == "Wall painted");
        Assert.Contains(frame.GetProperty("categories").EnumerateArray(), category => category.GetProperty("name").GetString() == "wall");
        Assert.DoesNotContain("Kim", frame.GetRawText(), StringComparison.Ordinal);
        var beat = await screen.BeatAsync(static beat => beat.TryGetProperty("storeChecked", out _) && beat.TryGetProperty("feedChecked", out _));
        Assert.Equal("ok", beat.GetProperty("store").GetProperty("state").GetString());
        Assert.Empty(beat.GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public async Task Costs_one_reader_for_any_number_of_screens_and_none_when_the_last_has_gone()
    {
        var feed = host.Services.GetRequiredService<EventFeed>();
        await using var reader = new WallReader(BoardEvents.Board(), host.Services.GetRequiredService<WallReaderParts>());
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        var before = feed.Status.Subscriptions;
        var screens = Enumerable.Range(0, 20).Select(_ => WatchAsync(reader, leaving.Token)).ToList();
        await Task.WhenAll(screens.Select(screen => screen.Counted.Task)).WaitAsync(TimeMax, CancellationToken);

        Assert.Equal(20, reader.Screens);
        Assert.Equal(before + 1, feed.Status.Subscriptions);

        await leaving.CancelAsync();
        await Task.WhenAll(screens.Select(screen => screen.Watching)).WaitAsync(TimeMax, CancellationToken);
        await reader.Running.WaitAsync(TimeMax, CancellationToken);

        Assert.Equal(0, reader.Screens);
        Assert.Equal(before, feed.Status.Subscriptions);
    }

    [Fact]
    public async Task Begins_at_once_for_a_screen_that_comes_later()
    {
        await using var first = await OpenAsync();
        await first.FrameAsync(static frame => !frame.GetProperty("isCounting").GetBoolean());

        await using var second = await OpenAsync();

        Assert.False((await second.FrameAsync(static _ => true)).GetProperty("isCounting").GetBoolean());
    }

    [Theory]
    [InlineData("/wall/stream/main")]
    [InlineData("/wall/beat")]
    public async Task Is_not_for_pages_of_other_sites(string path)
    {
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(path, "Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(path, "Origin", "https://evil.example"));
    }

    [Fact]
    public async Task Takes_what_its_screens_say_of_themselves()
    {
        using var client = Client();
        var report = new { screen = Guid.Parse("0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11"), board = "main", build = "b", upSeconds = 61, recoveries = 2, tilesLeftOut = 1, width = 1920, height = 1080 };

        using var answer = await client.PostAsJsonAsync("/wall/beat", report, CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var wall = host.Services.GetRequiredService<WallService>();
        Assert.Contains(wall.Reported(wall.Boards[0]), screen => screen.Report is { Recoveries: 2, UpSeconds: 61 });
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("not json")]
    [InlineData("""{"screen":"0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11","board":"lobby","build":"b","upSeconds":1,"recoveries":0,"tilesLeftOut":0,"width":1,"height":1}""")]
    [InlineData("""{"screen":"0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11","board":"main","build":"b","upSeconds":-1,"recoveries":0,"tilesLeftOut":0,"width":1,"height":1}""")]
    [InlineData("""{"screen":"0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11","board":"main","build":"b","upSeconds":1,"recoveries":0,"tilesLeftOut":0,"width":1,"height":1,"name":"Kim"}""")]
    public async Task Takes_no_other_words(string body)
    {
        using var client = Client();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await client.PostAsync("/wall/beat", content, CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Takes_no_long_words()
    {
        using var client = Client();
        using var content = new StringContent($$"""{"board":"{{new string('x', 4096)}}"}""", System.Text.Encoding.UTF8, "application/json");

        using var answer = await client.PostAsync("/wall/beat", content, CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static (TaskCompletionSource Counted, Task Watching) WatchAsync(WallReader reader, CancellationToken leaving)
    {
        var counted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (counted, Task.Run(ReadAsync, CancellationToken));

        async Task ReadAsync()
        {
            await foreach (var item in reader.ReadAsync(leaving))
            {
                if (item.EventType == WallReader.FrameEvent && item.Data.Contains("\"isCounting\":false", StringComparison.Ordinal))
                    counted.TrySetResult();
            }
        }
    }

    private HttpClient Client() => new() { BaseAddress = host.Address };

    private async Task<HttpStatusCode> StatusAsync(string path, params string[] header)
    {
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is [var name, var value])
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken);
        return answer.StatusCode;
    }

    private async Task<Screen> OpenAsync() => await Screen.OpenAsync(Client());

    /// <summary>Reads a board as a screen does.</summary>
    private sealed class Screen : IAsyncDisposable
    {
        private readonly HttpClient _client;
        private readonly Stream _stream;
        private readonly IAsyncEnumerator<SseItem<string>> _items;
        private readonly CancellationTokenSource _deadline = new(TimeMax);

        private Screen(HttpClient client, Stream stream)
        {
            (_client, _stream) = (client, stream);
            _items = SseParser.Create(stream).EnumerateAsync(_deadline.Token).GetAsyncEnumerator(CancellationToken);
        }

        public static async Task<Screen> OpenAsync(HttpClient client) => new(client, await client.GetStreamAsync("/wall/stream/main", CancellationToken));

        public Task<JsonElement> FrameAsync(Func<JsonElement, bool> isIt) => ReadAsync("frame", isIt);

        public Task<JsonElement> BeatAsync(Func<JsonElement, bool> isIt) => ReadAsync("beat", isIt);

        public async ValueTask DisposeAsync()
        {
            await _stream.DisposeAsync();
            _client.Dispose();
            _deadline.Dispose();
        }

        private async Task<JsonElement> ReadAsync(string eventType, Func<JsonElement, bool> isIt)
        {
            while (await _items.MoveNextAsync())
            {
                if (_items.Current.EventType != eventType)
                    continue;
                var said = JsonElement.Parse(_items.Current.Data);
                if (isIt(said))
                    return said;
            }

            throw new InvalidOperationException($"The stream ended before the {eventType} that was awaited.");
        }
    }
}
