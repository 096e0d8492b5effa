using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;

namespace EventAdmin.Storage.Tests.Sqlite;

/// <summary>Kill -9 at random moments, again and again on the same file, checked after each.</summary>
public sealed class Being_killed : IDisposable
{
    private const int Kills = 24;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventadmin-");
    private readonly Dictionary<AppendId, AppendRequest> _asked = [];
    private readonly Dictionary<StreamId, long> _nextVersions = [];
    private long _lastPosition;
    private DateTimeOffset _lastRecordedAt;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder.FullName, "events.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Nothing_told_is_missing_nothing_is_torn_and_retries_get_the_original_versions()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < Kills; round++)
        {
            var said = await AppendAndKillAsync(round, killAfterLines: random.Next(1, 1 << random.Next(1, 12)));
            foreach (var (writer, number) in said.Keys)
            {
                var request = WriterPlan.Request(round, writer, number);
                _asked.Add(request.Id, request);
            }

            await using var store = StoreProcessVerbs.Open(Path);
            await CheckNewEventsAsync(store);
            foreach (var ((writer, number), told) in said)
                await RetryAsync(store, WriterPlan.Request(round, writer, number), told);
            await CheckNewEventsAsync(store);
        }

        TestContext.Current.TestOutputHelper.WriteLine($"{Kills} kills, {_asked.Count} appends, {_lastPosition} events");
        await CheckEverythingAsync();
    }

    /// <summary>What a process asked, with what it was told; null where it was killed before it was told.</summary>
    private async Task<Dictionary<(int Writer, int Number), Told?>> AppendAndKillAsync(int round, int killAfterLines)
    {
        using var process = StoreProcess.Start("store-process", "append", Path, round.ToString(CultureInfo.InvariantCulture));
        var lines = new List<string>();
        while (lines.Count < killAfterLines)
            lines.Add(await process.ReadLineAsync(Stop) ?? throw new InvalidOperationException("The process ended before it was killed."));
        await process.KillAsync(Stop);
        // The end of the last line may be missing: then it says nothing.
        lines.AddRange((await process.ReadToEndAsync(Stop)).Split('\n')[..^1]);

        var said = new Dictionary<(int Writer, int Number), Told?>();
        foreach (var words in lines.Select(line => line.Split(' ')))
        {
            var key = ((int)Number(words[1]), (int)Number(words[2]));
            said[key] = words[0] == "told" ? new Told(Number(words[3]), [.. words[4].Split(',').Select(Number)]) : null;
        }

        return said;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>An append that was told is where it was told to be; one that was not is there or is stored now, and then whole.</summary>
    private static async Task RetryAsync(SqliteEventStorage store, AppendRequest request, Told? told)
    {
        var again = Assert.IsType<AppendOutcome.Appended>(await store.AppendAsync(request, Stop));
        if (told is null)
            return;
        Assert.True(again.IsRepeat, $"{request.Id} was told to be stored and is missing.");
        Assert.Equal(told.Position, again.Position.ToStore());
        Assert.Equal(told.FirstVersions, again.Streams.Select(stream => stream.First.Value));
    }

    private async Task CheckNewEventsAsync(SqliteEventStorage store)
    {
        var events = await ReadAsync(store, FeedPosition.FromStore(_lastPosition));
        var checkedCount = 0;
        while (checkedCount < events.Count)
        {
            var request = _asked[events[checkedCount].Append];
            CheckWhole(request, [.. events.Skip(checkedCount).Take(request.EventCount)]);
            checkedCount += request.EventCount;
        }

        Assert.Equal(_lastPosition, (await store.FindFeedHeadAsync(Stop)).ToStore());
    }

    private void CheckWhole(AppendRequest request, IReadOnlyList<RecordedEvent> stored)
    {
        var expected = request.Streams.SelectMany(stream => stream.Events.Select(e => (stream.Stream, Event: e))).ToList();
        Assert.Equal(expected.Count, stored.Count);
        foreach (var ((stream, asked), e) in expected.Zip(stored))
        {
            Assert.Equal((request.Id, stream, asked.Id, asked.Type, asked.Metadata), (e.Append, e.Stream, e.Id, e.Type, e.Metadata));
            Assert.True(asked.Data.Span.SequenceEqual(e.Data.Span), $"The data of {e.Position} is not what was appended.");
            Assert.Equal(++_lastPosition, e.Position.ToStore());
            Assert.Equal(_nextVersions.GetValueOrDefault(stream), e.Version.Value);
            _nextVersions[stream] = e.Version.Value + 1;
            Assert.True(e.RecordedAt >= _lastRecordedAt, $"The recorded time goes back at {e.Position}.");
            _lastRecordedAt = e.RecordedAt;
        }
    }

    /// <summary>All of it once more from the start, by feed, heads and counts.</summary>
    private async Task CheckEverythingAsync()
    {
        await using var store = StoreProcessVerbs.Open(Path);
        Assert.Equal(_lastPosition, (await ReadAsync(store, FeedPosition.Start)).Count);
        foreach (var (stream, next) in _nextVersions)
            Assert.Equal(next - 1, (await store.FindHeadAsync(stream, ReadOptions.Default, Stop)).Value?.Last.Value);
        var categories = (await store.ListCategoriesAsync(includeSystem: true, Stop)).Value;
        Assert.Equal(_lastPosition, categories.Sum(category => category.Events));
        Assert.Equal(_nextVersions.Count, categories.Sum(category => category.Streams));
        Assert.Equal(_lastPosition, (await store.ListTypesAsync(Stop)).Value.Sum(type => type.Events));
        await store.MaintainAsync(database => Assert.Equal("ok", database.QueryText("PRAGMA integrity_check")), Stop);
    }

    private static async Task<IReadOnlyList<RecordedEvent>> ReadAsync(SqliteEventStorage store, FeedPosition after)
    {
        var events = new List<RecordedEvent>();
        FeedPage page;
        do
        {
            page = (await store.ReadFeedAsync(new FeedRead { After = after, CountMax = 1000 }, ReadOptions.Default, Stop)).Value;
            events.AddRange(page.Events);
            after = page.Next;
        }
        while (!page.IsEnd);
        return events;
    }

    /// <summary>What a writer was told of an append: the position of its last event, and its first version in each of its streams.</summary>
    private sealed record Told(long Position, IReadOnlyList<long> FirstVersions);
}
