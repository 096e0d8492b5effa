using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Being_killed : SqliteStoreTest
{
    private const int Rounds = 4;
    private const int AcknowledgedBeforeKill = 150;

    [Fact]
    public async Task Nothing_acknowledged_is_missing_nothing_is_torn_and_retries_get_the_original_versions()
    {
        await Harness.DisposeStoreAsync();
        var acknowledged = new List<Acknowledged>();

        for (var round = 0; round < Rounds; round++)
        {
            acknowledged.AddRange(await AppendAndKillAsync(round.ToString(CultureInfo.InvariantCulture)));

            await using var storage = StoreProcessVerbs.Open(Harness.Options.Path);
            foreach (var append in acknowledged)
                await AssertRepeatedAsync(storage, append);
            await AssertWholeAsync(storage);
        }
    }

    private async Task<List<Acknowledged>> AppendAndKillAsync(string round)
    {
        using var process = StoreProcess.Start("store-process", "append", Harness.Options.Path, round);
        var lines = new List<string>();
        while (lines.Count < AcknowledgedBeforeKill)
            lines.Add(await process.ReadLineAsync(Stop) ?? throw new InvalidOperationException("The process ended before it was killed."));
        await process.KillAsync(Stop);
        // The end of the last line may be missing; what was printed before was acknowledged before.
        var rest = await process.ReadToEndAsync(Stop);
        lines.AddRange(rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return [.. lines.Select(line => Acknowledged.Parse(round, line))];
    }

    private static async Task AssertRepeatedAsync(SqliteEventStorage storage, Acknowledged append)
    {
        var outcome = await storage.AppendAsync(StoreProcessVerbs.RequestOf(append.Round, append.Writer, append.Number), Stop);

        var repeated = Assert.IsType<AppendOutcome.Appended>(outcome);
        Assert.True(repeated.IsRepeat, $"{append} was acknowledged and is not there.");
        Assert.Equal(append.FirstVersion, repeated.Streams[0].First.Value);
        Assert.Equal(append.Position, repeated.Position.ToString());
    }

    private static async Task AssertWholeAsync(SqliteEventStorage storage)
    {
        var position = 0L;
        var next = new Dictionary<StreamId, long>();
        var parts = new Dictionary<AppendId, int>();
        await foreach (var e in new EventStore(storage).ReadFeedAsync(FeedPosition.Start, new FeedFilter { IncludeSystem = true }, Stop))
        {
            Assert.Equal(++position, e.Position.ToStore());
            Assert.Equal(next.GetValueOrDefault(e.Stream), e.Version.Value);
            next[e.Stream] = e.Version.Value + 1;
            parts[e.Append] = parts.GetValueOrDefault(e.Append) + 1;
        }

        await storage.MaintainAsync(database =>
        {
            Assert.Equal("ok", database.QueryText("PRAGMA integrity_check"));
            Assert.Equal(0, database.QueryNumber("SELECT count(*) FROM (SELECT count(*) AS n, append_count FROM events GROUP BY append_id HAVING n <> append_count)"));
        }, Stop);
        Assert.NotEmpty(parts);
    }

    private sealed record Acknowledged(string Round, int Writer, int Number, long FirstVersion, string Position)
    {
        public static Acknowledged Parse(string round, string line)
        {
            var words = line.Split(' ');
            return new Acknowledged(
                round,
                int.Parse(words[0], CultureInfo.InvariantCulture),
                int.Parse(words[1], CultureInfo.InvariantCulture),
                long.Parse(words[2], CultureInfo.InvariantCulture),
                words[3]);
        }
    }
}
