using System.Collections.ObjectModel;
using CsCheck;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Tests.Cassandra.Rows;

/// <summary>Random events and frames of them.</summary>
internal static class StoredEvents
{
    private static readonly string[] Streams = ["a", "cart-1", "cart-\U0001F6D2", "$ops-1"];

    private static readonly Gen<string?> Text = Gen.OneOf(Gen.Const((string?)null), Gen.Const((string?)""), Gen.String[Gen.Char.AlphaNumeric, 0, 40].Select(text => (string?)text));

    private static readonly Gen<DateTimeOffset> Instant =
        Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private static readonly Gen<EventMetadata> Metadata = Gen.Select(
        Text, Text, Text, Text, Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 0, 8], Gen.String[Gen.Char.AlphaNumeric, 0, 30])[0, 3],
        (correlation, causation, actor, source, extensions) => new EventMetadata
        {
            CorrelationId = correlation,
            CausationId = causation,
            Actor = actor,
            Source = source,
            Extensions = new ReadOnlyDictionary<string, string>(extensions),
        });

    private static readonly Gen<RecordedEvent> Event = Gen.Select(
        Gen.Int[0, Streams.Length - 1], Gen.Guid, Gen.Byte.Array[0, 600], Instant, Instant, Gen.Bool, Gen.Int[1, int.MaxValue], Metadata,
        (stream, id, data, recordedAt, occurredAt, isTold, schema, metadata) => new RecordedEvent
        {
            Id = new EventId(id),
            Stream = StreamId.Parse(Streams[stream]),
            Version = default,
            Position = default,
            Type = "Noted",
            SchemaVersion = schema,
            Data = data,
            ContentType = isTold ? NewEvent.Json : "text/plain",
            RecordedAt = recordedAt,
            OccurredAt = isTold ? occurredAt : recordedAt,
            Append = new AppendId(id),
            Metadata = metadata,
        });

    /// <summary>Frames of one append, each event with the number, version and hash that follow from those before it.</summary>
    public static readonly Gen<Frame> Frames = Gen.Select(Event.Array[1, 20], Gen.Long[1, 1L << 40], Gen.Int[1, 1000], Gen.Bool, ToFrame);

    private static Frame ToFrame(RecordedEvent[] events, long first, int epoch, bool hasDeletions)
    {
        var hasher = new HistoryHasher();
        var versions = new Dictionary<StreamId, long>();
        var hashes = new Dictionary<StreamId, HistoryHash>();
        var stored = new List<StoredEvent>();
        foreach (var (e, i) in events.Select((e, i) => (e, i)))
        {
            var version = versions[e.Stream] = versions.GetValueOrDefault(e.Stream, 6) + 1;
            var previous = hashes.TryGetValue(e.Stream, out var hash) ? hash : HistoryHasher.Seed(e.Stream);
            var numbered = e with { Version = StreamVersion.Of(version), Position = FeedPosition.FromStore(first + i) };
            var count = (short)events.Count(other => other.Stream == e.Stream);
            var place = new StoredPlace("dc1.1", 0, epoch, (short)(version - 7), count, (short)i, (short)events.Length, 0, previous);
            stored.Add(StoredEvent.From(numbered, place, hasher));
            hashes[e.Stream] = stored[^1].Hash;
        }

        return new Frame
        {
            Line = "dc1.1",
            Shard = 0,
            Epoch = epoch,
            Previous = HistoryHasher.Seed(StreamId.Parse("any")),
            Events = stored,
            Streams = [.. versions.Keys.Select(stream => new StreamBefore(stream, HistoryHasher.Seed(stream), hasDeletions ? 7 : 0, 70, 1))],
            IdsKept = [new AppendId(events[0].Id.Value)],
        };
    }

    /// <summary>Records compare memory by place; here it is the bytes that count.</summary>
    public static string Describe(StoredEvent e) =>
        $"{e with { Data = default }} {Convert.ToHexString(e.Data.Span)} {e.RecordedAt.UtcTicks} {e.OccurredAt?.UtcTicks}";
}
