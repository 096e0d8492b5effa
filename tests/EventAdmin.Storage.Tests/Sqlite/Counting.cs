using CsCheck;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Counting
{
    private const string Recount = """
        SELECT categories.name, count(DISTINCT streams.id), count(*), max(events.recorded_at)
        FROM events JOIN streams ON streams.id = events.stream JOIN categories ON categories.id = streams.category
        WHERE events.version >= streams.first_version GROUP BY categories.name ORDER BY categories.name
        """;

    private const string Kept = "SELECT name, streams, events, last_at FROM categories WHERE streams > 0 ORDER BY name";
    private const string RecountTypes = "SELECT types.name, 0, count(*), 0 FROM events JOIN types ON types.id = events.type GROUP BY types.name ORDER BY types.name";
    private const string KeptTypes = "SELECT name, 0, events, 0 FROM types WHERE events > 0 ORDER BY name";

    private static readonly string[] Streams = ["cart-1", "cart-2", "order-1", "order-2", "$audit-1", "alone"];

    private static readonly Gen<(int Stream, int Count, bool IsDeletion)[]> Operations =
        Gen.Select(Gen.Int[0, Streams.Length - 1], Gen.Int[1, 4], Gen.Int[0, 4].Select(n => n == 0)).Array[1, 30];

    [Fact]
    public Task Counts_that_are_kept_equal_counts_that_are_made() =>
        Operations.SampleAsync(
            async operations =>
            {
                await using var harness = new SqliteHarness();
                await harness.OpenAsync(new EventLimits(), TestContext.Current.CancellationToken);
                var events = new SampleEvents("counting");
                foreach (var (stream, count, isDeletion) in operations)
                {
                    harness.Clock.Advance(TimeSpan.FromSeconds(1));
                    var id = StreamId.Parse(Streams[stream]);
                    if (isDeletion)
                        await harness.Storage.DeleteStreamsAsync([id], CancellationToken.None);
                    else
                        await harness.Storage.AppendAsync(AppendRequest.To(id, ExpectedVersion.Any, events.Take(count, $"Type{count}")), CancellationToken.None);
                }

                await harness.Storage.MaintainAsync(
                    database =>
                    {
                        Assert.Equal(Rows(database, Recount), Rows(database, Kept));
                        Assert.Equal(Rows(database, RecountTypes), Rows(database, KeptTypes));
                    },
                    CancellationToken.None);
            },
            iter: 40,
            threads: 1);

    private static List<(string Name, long Streams, long Events, long? LastAt)> Rows(SqliteDatabase database, string sql)
    {
        var found = new List<(string, long, long, long?)>();
        using var rows = database.Prepare(sql);
        while (rows.Step())
            found.Add((rows.Text(0), rows.Number(1), rows.Number(2), rows.NumberOrNull(3)));
        return found;
    }
}
