using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Storage.Sqlite.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Benchmarks.Stores;

/// <summary>
/// A store of any size, made through the product's own appends, so that it verifies: a number of events in streams of ten, a hundred of
/// which grow at the same time, and behind them as many in one stream.
/// </summary>
internal static class LargeStore
{
    public const int EventsOfStream = 10;
    public const int EventsOfRequest = 4;
    private const int StreamsOfBlock = 100;
    private const int AppendsInFlight = 256;

    private static readonly string[] Categories = [.. Enumerable.Range(0, 20).Select(i => string.Create(CultureInfo.InvariantCulture, $"category{i:00}"))];
    private static readonly string[] Types = [.. Enumerable.Range(0, 12).Select(i => string.Create(CultureInfo.InvariantCulture, $"ThingHappened{i:00}"))];

    /// <summary>The one long stream.</summary>
    public static StreamId LongStream { get; } = StreamId.Parse("long-1");

    /// <summary>A short stream by its number.</summary>
    public static StreamId StreamOf(long number) =>
        StreamId.Parse(string.Create(CultureInfo.InvariantCulture, $"{Categories[number % Categories.Length]}-{number:0000000}"));

    public static string CategoryOf(long number) => Categories[number % Categories.Length];

    public static string TypeOf(long number) => Types[number % Types.Length];

    public static string RequestOf(long number) => string.Create(CultureInfo.InvariantCulture, $"request-{number / EventsOfRequest:00000000}");

    /// <summary>The id of the event of a number, from 0 on; ids rise as those of a clock do.</summary>
    public static EventId IdOf(long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, 0x0199_0000_0000_7000 + (number << 16));
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], long.MinValue | number);
        return new EventId(new Guid(bytes, bigEndian: true));
    }

    /// <summary>Opens it as the product does.</summary>
    public static SqliteEventStorage Open(string path) => Open(new SqliteStorageOptions { Path = path });

    /// <summary>Makes the store.</summary>
    public static async Task SeedAsync(string path, long events)
    {
        if (File.Exists(path))
            throw new ArgumentException($"'{path}' is there already.", nameof(path));
        var options = new SqliteStorageOptions
        {
            Path = path,
            // Whoever makes a store to measure makes it again when the power fails.
            IsFlushedAtCommit = false,
            CacheKibibytes = 512 * 1024,
            GroupBytesMax = 16 * 1024 * 1024,
            CheckpointBytes = 256 * 1024 * 1024,
            TruncateBytes = 512 * 1024 * 1024,
        };
        var watch = Stopwatch.StartNew();
        await using (var storage = Open(options))
        {
            var inFlight = new Queue<Task<AppendOutcome>>();
            var done = 0L;
            foreach (var append in ShortStreams(events).Concat(Long(events)))
            {
                if (inFlight.Count == AppendsInFlight)
                    Expect(await inFlight.Dequeue());
                inFlight.Enqueue(storage.AppendAsync(append, CancellationToken.None));
                var before = done / 1_000_000;
                done += append.EventCount;
                if (done / 1_000_000 > before)
                    Console.WriteLine($"  {done:N0} events, {done / watch.Elapsed.TotalSeconds:N0}/s");
            }

            while (inFlight.TryDequeue(out var append))
                Expect(await append);
        }

        Console.WriteLine($"{events:N0} events in {events / EventsOfStream:N0} streams and {events:N0} in one: {watch.Elapsed.TotalSeconds:F0} s, {new FileInfo(path).Length / 1e9:F1} GB");
    }

    private static SqliteEventStorage Open(SqliteStorageOptions options) =>
        SqliteEventStorage.Open(options, new EventLimits(), TimeProvider.System, NullLogger<SqliteEventStorage>.Instance);

    private static IEnumerable<AppendRequest> ShortStreams(long events)
    {
        var number = 0L;
        for (var block = 0L; block < events / EventsOfStream; block += StreamsOfBlock)
        {
            for (var version = 0; version < EventsOfStream; version++)
            {
                var expected = version == 0 ? ExpectedVersion.NoStream : ExpectedVersion.Exactly(StreamVersion.Of(version - 1));
                var streams = new StreamAppend[StreamsOfBlock];
                for (var i = 0; i < streams.Length; i++)
                    streams[i] = new StreamAppend { Stream = StreamOf(block + i), Expected = expected, Events = [Make(number++)] };
                yield return AppendRequest.To(streams);
            }
        }
    }

    private static IEnumerable<AppendRequest> Long(long events)
    {
        for (var version = 0L; version < events; version += StreamsOfBlock)
        {
            var expected = version == 0 ? ExpectedVersion.NoStream : ExpectedVersion.Exactly(StreamVersion.Of(version - 1));
            var made = new NewEvent[StreamsOfBlock];
            for (var i = 0; i < made.Length; i++)
                made[i] = Make(events + version + i);
            yield return AppendRequest.To(LongStream, expected, made);
        }
    }

    private static NewEvent Make(long number) => new()
    {
        Id = IdOf(number),
        Type = TypeOf(number),
        OccurredAt = DateTimeOffset.UnixEpoch.AddSeconds(number),
        Metadata = new EventMetadata
        {
            CorrelationId = RequestOf(number),
            CausationId = number % EventsOfRequest == 0 ? null : IdOf(number - 1).ToString(),
            Actor = "ada",
        },
        Data = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"customer":"c-{{number % 1000}}","device":"tv-{{number % 7}}","title":{"id":{{number % 5000}},"name":"The quick brown fox"},"count":{{number}},"note":"{{Note}}","region":"eu-west-1"}""")),
    };

    private static readonly string Note = new('x', 140);

    private static void Expect(AppendOutcome outcome)
    {
        if (outcome is not AppendOutcome.Appended)
            throw new InvalidOperationException($"Expected every append to be stored, got {outcome}.");
    }
}
