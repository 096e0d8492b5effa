using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Sqlite.Rows;

/// <summary>Makes rows of events. The writer loop's own.</summary>
internal sealed class EventRowWriter(SqliteDatabase database)
{
    // A plain INSERT: one that ignores or replaces would tear a hole into the feed.
    private const string Insert = """
        INSERT INTO events (
            position, stream, version, type, recorded_at, occurred_at, stream_bytes, append_index, append_count, schema_version,
            event_id, append_id, content_type, correlation_id, causation_id, actor, source, extensions, data, previous_hash, hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
        """;

    private readonly HistoryHasher _hasher = new();

    /// <summary>Writes a row.</summary>
    /// <returns>The stream's hash up to and with the event.</returns>
    public HistoryHash Write(RecordedEvent e, EventPlace place)
    {
        var extensions = ExtensionAttributes.ToStore(e.Metadata.Extensions);
        var occurredAt = e.OccurredAt == e.RecordedAt ? (long?)null : Instants.ToStore(e.OccurredAt);
        var contentType = e.ContentType == NewEvent.Json ? null : e.ContentType;
        var hash = _hasher.HashOf(e, new HistoryStep(place.PreviousHash, place.AppendIndex, place.AppendCount, extensions));
        using var row = database.Prepare(Insert);
        row.Bind(1, e.Position.ToStore())
            .Bind(2, place.StreamNumber)
            .Bind(3, e.Version.Value)
            .Bind(4, place.TypeNumber)
            .Bind(5, Instants.ToStore(e.RecordedAt))
            .Bind(6, occurredAt)
            .Bind(7, place.StreamBytes)
            .Bind(8, place.AppendIndex)
            .Bind(9, place.AppendCount)
            .Bind(10, e.SchemaVersion)
            .Bind(11, e.Id.Value)
            .Bind(12, e.Append.Value)
            .Bind(13, contentType)
            .Bind(14, e.Metadata.CorrelationId)
            .Bind(15, e.Metadata.CausationId)
            .Bind(16, e.Metadata.Actor)
            .Bind(17, e.Metadata.Source)
            .Bind(18, extensions)
            .Bind(19, e.Data.Span)
            .Bind(20, place.PreviousHash)
            .Bind(21, hash);
        row.Step();
        return hash;
    }
}

/// <summary>What a row says beside its event.</summary>
/// <param name="StreamNumber">The stream's number in the file.</param>
/// <param name="TypeNumber">The type's number in the file.</param>
/// <param name="StreamBytes">Bytes of data in the stream up to and with the event.</param>
/// <param name="AppendIndex">The event's place in its append, from 0.</param>
/// <param name="AppendCount">The events of its append.</param>
/// <param name="PreviousHash">The stream's hash before the event.</param>
internal readonly record struct EventPlace(
    long StreamNumber, long TypeNumber, long StreamBytes, int AppendIndex, int AppendCount, HistoryHash PreviousHash);
