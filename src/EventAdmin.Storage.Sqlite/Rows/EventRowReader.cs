using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Sqlite.Rows;

/// <summary>
/// Makes events of rows. Neighbouring events mostly repeat their stream, type and metadata: what equals the row before is shared with it.
/// One per read.
/// </summary>
internal sealed class EventRowReader(SqliteDatabase database, NameCache names)
{
    /// <summary>What a statement must select, in this order.</summary>
    public const string Columns = """
        position, stream, version, type, recorded_at, occurred_at, schema_version, event_id, append_id, content_type,
        correlation_id, causation_id, actor, source, extensions, data
        """;

    private readonly RepeatedText _contentType = new();
    private readonly RepeatedText _correlation = new();
    private readonly RepeatedText _causation = new();
    private readonly RepeatedText _actor = new();
    private readonly RepeatedText _source = new();
    private long _streamNumber = long.MinValue;
    private StreamId _stream;
    private long _typeNumber = long.MinValue;
    private string _type = "";
    private EventMetadata _metadata = EventMetadata.None;

    public RecordedEvent Read(SqliteStatement row)
    {
        if (row.Number(1) is var stream && stream != _streamNumber)
            (_streamNumber, _stream) = (stream, names.StreamOf(database, stream));
        if (row.Number(3) is var type && type != _typeNumber)
            (_typeNumber, _type) = (type, names.TypeOf(database, type));
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
            Id = new EventId(row.Guid(7)),
            Append = new AppendId(row.Guid(8)),
            ContentType = _contentType.Read(row, 9) ?? NewEvent.Json,
            Metadata = ReadMetadata(row),
            Data = row.Bytes(15).ToArray(),
        };
    }

    private EventMetadata ReadMetadata(SqliteStatement row)
    {
        var correlation = _correlation.Read(row, 10);
        var causation = _causation.Read(row, 11);
        var actor = _actor.Read(row, 12);
        var source = _source.Read(row, 13);
        if (!row.IsNull(14))
        {
            return new EventMetadata
            {
                CorrelationId = correlation,
                CausationId = causation,
                Actor = actor,
                Source = source,
                Extensions = Extensions.FromStore(row.Bytes(14)),
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

    private sealed class RepeatedText
    {
        private byte[] _bytes = [];
        private string? _text;

        public string? Read(SqliteStatement row, int column)
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
