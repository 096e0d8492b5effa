using System.Globalization;
using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Configuration;

namespace EventAdmin.Storage.Tests.Sqlite;

/// <summary>
/// What a writer process appends, from its numbers alone: who kills it can make the same requests again. Each writer has a stream of its
/// own, of which it knows every version, and all share some streams.
/// </summary>
internal static class WriterPlan
{
    public const int Writers = 8;

    /// <summary>A small WAL, so that checkpoints are killed too.</summary>
    public static SqliteStorageOptions Options(string path) =>
        new() { Path = path, ReadersMax = 2, CheckpointBytes = 1024 * 1024, TruncateBytes = 2 * 1024 * 1024 };

    /// <summary>The append of a number of a writer in a round.</summary>
    public static AppendRequest Request(int round, int writer, int number)
    {
        var own = new StreamAppend
        {
            Stream = StreamId.Parse(string.Create(CultureInfo.InvariantCulture, $"own-{round}-{writer}")),
            Expected = Before(number) == 0 ? ExpectedVersion.NoStream : ExpectedVersion.Exactly(StreamVersion.Of(Before(number) - 1)),
            Events = EventsOf(round, writer, number, "own", OwnCount(number)),
        };
        if (number % 2 == 0)
            return AppendRequest.To([own]);

        var shared = new StreamAppend
        {
            Stream = StreamId.Parse(string.Create(CultureInfo.InvariantCulture, $"shared-{number % 3}")),
            Expected = ExpectedVersion.Any,
            Events = EventsOf(round, writer, number, "shared", 2),
        };
        return AppendRequest.To([shared, own]);
    }

    private static int OwnCount(int number) => 1 + (number % 3);

    /// <summary>The events of a writer's own stream before the append of a number.</summary>
    private static int Before(int number) => (number / 3 * 6) + (number % 3) + (number % 3 == 2 ? 1 : 0);

    private static NewEvent[] EventsOf(int round, int writer, int number, string part, int count)
    {
        var events = new NewEvent[count];
        for (var i = 0; i < count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{round}/{writer}/{number}/{part}/{i}");
            // Now and then an event of many pages.
            var padding = new string('x', number % 7 == 3 ? 20_000 : number % 50);
            events[i] = new NewEvent
            {
                Id = EventId.FromName("writer", name),
                Type = part,
                Data = Encoding.UTF8.GetBytes($$"""{"name":"{{name}}","padding":"{{padding}}"}"""),
                Metadata = new EventMetadata { CorrelationId = name },
            };
        }

        return events;
    }
}
