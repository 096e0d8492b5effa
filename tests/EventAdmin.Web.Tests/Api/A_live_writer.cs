using System.IO.Pipelines;
using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Feed;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using EventAdmin.Testing.Storage;
using EventAdmin.Web.Http.Feeds;
using EventAdmin.Web.Tests.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Web.Tests.Api;

public sealed class A_live_writer : IAsyncDisposable
{
    private const int PipeBytesMax = 256 * 1024;
    private const int EventBytes = 8 * 1024;
    private const int Events = 4000;

    private readonly FakeTimeProvider _clock = new(TestTime.Start);
    private readonly InMemoryEventStorage _storage;
    private readonly EventFeed _feed;
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: PipeBytesMax, resumeWriterThreshold: PipeBytesMax / 2));
    private readonly CancellationTokenSource _leaving = new();

    public A_live_writer()
    {
        _storage = new InMemoryEventStorage(new EventLimits(), _clock);
        _feed = new EventFeed(_storage, Options.Create(new FeedOptions()), _clock, NullLogger<EventFeed>.Instance);
    }

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _feed.StopAsync(CancellationToken.None);
        _feed.Dispose();
        _leaving.Dispose();
    }

    [Fact]
    public async Task Keeps_little_for_a_reader_who_does_not_read_and_gives_all_of_it_later()
    {
        await AppendAsync(Events);
        using var subscription = _feed.Subscribe(new FeedFilter { Stream = StreamId.Parse("slow-1") }, FeedPosition.Start);
        var delivering = new LiveWriter(_pipe.Writer, _clock, NullLogger.Instance).DeliverAsync(subscription, _leaving.Token);

        var waiting = await _pipe.Reader.ReadAtLeastAsync(PipeBytesMax, CancellationToken);
        var kept = waiting.Buffer.Length;
        _pipe.Reader.AdvanceTo(waiting.Buffer.Start);
        var read = await ReadEventsAsync(Events);
        await _leaving.CancelAsync();
        await delivering;

        Assert.InRange(kept, PipeBytesMax, PipeBytesMax + (128 * 1024));
        Assert.Equal(Enumerable.Range(0, Events).Select(n => (long)n), read);
    }

    [Fact]
    public async Task Says_every_fifteen_seconds_that_it_is_there()
    {
        await _feed.StartAsync(CancellationToken);
        using var subscription = _feed.Subscribe(FeedFilter.None, FeedPosition.Start);
        var delivering = new LiveWriter(_pipe.Writer, _clock, NullLogger.Instance).DeliverAsync(subscription, _leaving.Token);
        await ReadUntilAsync("isCaughtUp");

        for (var beat = 0; beat < 3; beat++)
        {
            await AdvanceUntilAsync(": still here");
        }

        await _leaving.CancelAsync();
        await delivering;
    }

    private async Task AppendAsync(int count)
    {
        var data = Encoding.UTF8.GetBytes($"\"{new string('x', EventBytes)}\"");
        for (var done = 0; done < count; done += 100)
        {
            var events = Enumerable.Range(0, 100).Select(_ => Following.NewEvent("Noted", data)).ToList();
            Assert.IsType<AppendOutcome.Appended>(
                await _storage.AppendAsync(AppendRequest.To(StreamId.Parse("slow-1"), ExpectedVersion.Any, events), CancellationToken));
        }
    }

    private async Task<List<long>> ReadEventsAsync(int count)
    {
        using var lines = new StreamReader(_pipe.Reader.AsStream(leaveOpen: true));
        var versions = new List<long>();
        while (versions.Count < count && await lines.ReadLineAsync(CancellationToken) is { } line)
        {
            if (line.StartsWith("data: {\"id\"", StringComparison.Ordinal))
                versions.Add(System.Text.Json.JsonElement.Parse(line.AsSpan(6)).GetProperty("version").GetInt64());
        }

        return versions;
    }

    private async Task ReadUntilAsync(string text)
    {
        while (true)
        {
            var result = await _pipe.Reader.ReadAsync(CancellationToken);
            var isThere = Encoding.UTF8.GetString(result.Buffer).Contains(text, StringComparison.Ordinal);
            if (isThere)
            {
                _pipe.Reader.AdvanceTo(result.Buffer.End);
                return;
            }

            _pipe.Reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    // The writer may not wait yet when the clock is put on: it is put on until the writer has seen it.
    private async Task AdvanceUntilAsync(string text)
    {
        var reading = ReadUntilAsync(text);
        while (!reading.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(15));
            await Task.Yield();
        }

        await reading;
    }
}
