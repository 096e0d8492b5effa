using System.Globalization;
using System.Text;
using System.Text.Json;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Sqlite.Rows;

/// <summary>
/// Makes events of rows, each held against its hash, and against the row before where the two are neighbours in a stream. Neighbouring
/// events mostly repeat their stream, type and metadata: what equals the row before is shared with it. One per read.
/// </summary>
internal sealed class EventRowReader(SqliteDatabase database, NameCache names)
{
    /// <summary>What a statement must select, in this order.</summary>
    public const string Columns = """
        position, stream, version, type, recorded_at, occurred_at, schema_version, event_id, append_id, content_type,
        correlation_id, causation_id, actor, source, extensions, append_index, append_count, codec, key_ref, previous_hash, hash, data
        """;

    /// <summary>How many they are.</summary>
    public const int ColumnCount = 22;

    // Columns by number, for who looks at a row itself.
    public const int Position = 0;
    public const int Stream = 1;
    public const int Version = 2;
    public const int RecordedAt = 4;
    public const int AppendIndex = 15;
    private const int PreviousHash = 19;
    private const int Hash = 20;
    private const int Data = 21;

    private static readonly StreamId Unnamed = StreamId.Parse("$unknown");

    private readonly HistoryHasher _hasher = new();
    private readonly StoredRow _stored = new();
    private readonly RepeatedText _contentType = new();
    private readonly RepeatedText _correlation = new();
    private readonly RepeatedText _causation = new();
    private readonly RepeatedText _actor = new();
    private readonly RepeatedText _source = new();
    private Neighbour _neighbour = new(long.MinValue, default, default, default);
    private long _streamNumber = long.MinValue;
    private StreamId _stream;
    private byte[] _streamBytes = [];
    private long _typeNumber = long.MinValue;
    private string _type = "";
    private byte[] _typeBytes = [];
    private EventMetadata _metadata = EventMetadata.None;

    /// <summary>The columns that hold text or bytes.</summary>
    public static ReadOnlySpan<int> ByteColumns => [7, 8, 9, 10, 11, 12, 13, 14, 18, PreviousHash, Hash, Data];

    /// <summary>The stream's hash before the event of the row that was last verified.</summary>
    public HistoryHash Previous => _neighbour.Previous;

    /// <summary>Bytes of data of the row that was last looked at.</summary>
    public int DataBytes => _stored.Bytes(Data).Length;

    /// <summary>The event of a row.</summary>
    /// <exception cref="EventDamagedException">What is stored is not what was written.</exception>
    public RecordedEvent Read(SqliteStatement row)
    {
        var hash = Verify(row);
        try
        {
            return Decode(row, hash);
        }
        catch (Exception e) when (IsOfDecoding(e))
        {
            throw Damaged(row, "its row can't be decoded", e);
        }
    }

    /// <summary>Holds a row against its hash and against its neighbour, without making an event of it.</summary>
    /// <returns>The stream's hash up to and with the event.</returns>
    /// <exception cref="EventDamagedException">What is stored is not what was written.</exception>
    public HistoryHash Verify(SqliteStatement row)
    {
        _stored.Load(row);
#if PLANTED_BUGS
        if (Planted.Is(PlantedBug.P5))
        {
            ReadNames(row);
            _neighbour = new Neighbour(_streamNumber, row.Number(2), _stored.Hash(PreviousHash) ?? default, _stored.Hash(Hash) ?? default);
            return _neighbour.Hash;
        }
#endif
        if (_stored.Hash(PreviousHash) is not { } previous || _stored.Hash(Hash) is not { } hash)
            throw Damaged(row, "it has no hash");
        var version = row.Number(2);
        if (!Fits(row, previous, hash))
            throw Damaged(row, "it does not fit its hash");
        if (version == 0 && previous != HistoryHasher.Seed(_stream))
            throw Damaged(row, "its history does not begin with its stream");
        if (_neighbour.StreamNumber == _streamNumber
            && ((_neighbour.Version + 1 == version && _neighbour.Hash != previous) || (_neighbour.Version - 1 == version && _neighbour.Previous != hash)))
        {
            throw Damaged(row, "it does not go on from the event before it, or the next one not from it");
        }

        _neighbour = new Neighbour(_streamNumber, version, previous, hash);
        return hash;
    }

    private bool Fits(SqliteStatement row, HistoryHash previous, HistoryHash hash)
    {
        try
        {
            return HashOf(row, previous) == hash;
        }
        catch (Exception e) when (IsOfDecoding(e))
        {
            // A number that leads to no stream or type.
            return false;
        }
    }

    private static bool IsOfDecoding(Exception e) =>
        e is ArgumentException or InvalidOperationException or JsonException or FormatException or OverflowException;

    private void ReadNames(SqliteStatement row)
    {
        if (row.Number(1) is var stream && stream != _streamNumber)
        {
            _stream = names.StreamOf(database, stream);
            _streamBytes = Encoding.UTF8.GetBytes(_stream.Value);
            _streamNumber = stream;
        }

        if (row.Number(3) is var type && type != _typeNumber)
        {
            _type = names.TypeOf(database, type);
            _typeBytes = Encoding.UTF8.GetBytes(_type);
            _typeNumber = type;
        }
    }

    /// <summary>The stream of a row.</summary>
    public StreamId StreamOf(SqliteStatement row)
    {
        ReadNames(row);
        return _stream;
    }

    /// <summary>The hash that a row must have after a history.</summary>
    public HistoryHash ComputeHash(SqliteStatement row, HistoryHash previous)
    {
        _stored.Load(row);
        return HashOf(row, previous);
    }

    private HistoryHash HashOf(SqliteStatement row, HistoryHash previous)
    {
        ReadNames(row);
        // The order is HistoryHasher.HashOf's.
        _hasher.Begin(previous)
            .AddStored(_streamBytes)
            .Add(row.Number(2))
            .AddStored(_stored.Bytes(7))
            .AddStored(_stored.Bytes(8))
            .Add(row.Number(AppendIndex))
            .Add(row.Number(16))
            .AddStored(_typeBytes)
            .Add(row.Number(6))
            .Add(row.NumberOrNull(17));
        foreach (var column in (ReadOnlySpan<int>)[18, 10, 11, 12, 13, 9, 14])
            Add(column);
        return _hasher.Add(row.NumberOrNull(5)).Add(row.Number(4)).End(_stored.Bytes(Data));
    }

    private void Add(int column)
    {
        if (_stored.IsNull(column))
            _hasher.AddMissing();
        else
            _hasher.AddStored(_stored.Bytes(column));
    }

    /// <summary>Says that the event of a row is damaged.</summary>
    public EventDamagedException Damaged(SqliteStatement row, string damage, Exception? innerException = null)
    {
        var stream = row.Number(1) == _streamNumber ? _stream : Unnamed;
        return new EventDamagedException(stream, StreamVersion.Of(Math.Max(0, row.Number(Version))), At(damage, row.Number(Position)), innerException);
    }

    /// <summary>What is damaged, and where.</summary>
    public static string At(string damage, long position) => string.Create(CultureInfo.InvariantCulture, $"{damage} (position {position})");

    private RecordedEvent Decode(SqliteStatement row, HistoryHash hash)
    {
        var recordedAt = Instants.FromStore(row.Number(4));
        return new RecordedEvent
        {
            Position = FeedPosition.FromStore(row.Number(0)),
            Stream = _stream,
            Version = StreamVersion.Of(row.Number(2)),
            Type = _type,
            RecordedAt = recordedAt,
            OccurredAt = row.NumberOrNull(5) is { } occurredAt ? Instants.FromStore(occurredAt) : recordedAt,
            SchemaVersion = (int)row.Number(6),
            Id = new EventId(_stored.Guid(7)),
            Append = new AppendId(_stored.Guid(8)),
            ContentType = _contentType.Read(_stored, 9) ?? NewEvent.Json,
            Metadata = ReadMetadata(),
            Data = _stored.Bytes(Data).ToArray(),
            History = hash,
        };
    }

    private EventMetadata ReadMetadata()
    {
        var correlation = _correlation.Read(_stored, 10);
        var causation = _causation.Read(_stored, 11);
        var actor = _actor.Read(_stored, 12);
        var source = _source.Read(_stored, 13);
        if (!_stored.IsNull(14))
        {
            return new EventMetadata
            {
                CorrelationId = correlation,
                CausationId = causation,
                Actor = actor,
                Source = source,
                Extensions = ExtensionAttributes.FromStore(_stored.Bytes(14)),
            };
        }

        // The same text is the same object here, so that comparing costs nothing.
        if (!ReferenceEquals(_metadata.CorrelationId, correlation) || !ReferenceEquals(_metadata.CausationId, causation)
            || !ReferenceEquals(_metadata.Actor, actor) || !ReferenceEquals(_metadata.Source, source))
        {
            _metadata = new EventMetadata { CorrelationId = correlation, CausationId = causation, Actor = actor, Source = source };
        }

        return _metadata;
    }

    private readonly record struct Neighbour(long StreamNumber, long Version, HistoryHash Previous, HistoryHash Hash);

    private sealed class RepeatedText
    {
        private byte[] _bytes = [];
        private string? _text;

        public string? Read(StoredRow row, int column)
        {
            if (row.IsNull(column))
                return null;
            var bytes = row.Bytes(column);
            if (_text is not null && bytes.SequenceEqual(_bytes))
                return _text;
            _bytes = bytes.ToArray();
            return _text = Encoding.UTF8.GetString(bytes);
        }
    }
}
