using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Storage.Sqlite.Configuration;
using EventAdmin.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.Sqlite;

/// <summary>What a <see cref="StoreProcess"/> does.</summary>
internal static class StoreProcessVerbs
{
    private const int Writers = 8;

    public static async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        switch (words)
        {
            case ["open", var path]:
                return await HoldAsync(path);
            case ["append", var path, var round]:
                return await AppendAsync(path, round);
            default:
                Console.WriteLine($"Expected a known verb, found '{string.Join(' ', words)}'.");
                return 2;
        }
    }

    public static SqliteEventStorage Open(string path) => SqliteEventStorage.Open(
        new SqliteStorageOptions { Path = path }, new EventLimits(), TimeProvider.System, NullLogger<SqliteEventStorage>.Instance);

    /// <summary>The appends of a writer in a round: the same in every process, so that what was acknowledged can be asked for again.</summary>
    public static AppendRequest RequestOf(string round, int writer, int number)
    {
        var events = new SampleEvents($"{round}/{writer}/{number}").Take(1 + (number % 3));
        var stream = StreamId.Parse($"round{round}-{writer}");
        var shared = StreamId.Parse("shared-all");
        return number % 5 == 4
            ? AppendRequest.To(
            [
                new StreamAppend { Stream = stream, Expected = ExpectedVersion.Any, Events = events },
                new StreamAppend { Stream = shared, Expected = ExpectedVersion.Any, Events = new SampleEvents($"{round}/{writer}/{number}/shared").Take(1) },
            ])
            : AppendRequest.To(stream, ExpectedVersion.Any, events);
    }

    // Holds the file until its input ends, or says why it can't.
    private static async Task<int> HoldAsync(string path)
    {
        try
        {
            await using var storage = Open(path);
            Console.WriteLine("open");
            await Console.In.ReadToEndAsync();
            return 0;
        }
        catch (StoreUnusableException e)
        {
            Console.WriteLine(e.Message);
            return 1;
        }
    }

    // Appends until it is killed, and prints "writer number first-version" once an append is acknowledged.
    private static async Task<int> AppendAsync(string path, string round)
    {
        await using var storage = Open(path);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; number < 100_000; number++)
            {
                var outcome = await storage.AppendAsync(RequestOf(round, writer, number), CancellationToken.None);
                var appended = (AppendOutcome.Appended)outcome;
                Console.WriteLine($"{writer} {number} {appended.Streams[0].First.Value} {appended.Position}");
            }
        })));
        return 0;
    }
}
