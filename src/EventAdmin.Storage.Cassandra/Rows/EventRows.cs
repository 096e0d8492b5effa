using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>Between stored events and rows of <c>events</c>.</summary>
internal static class EventRows
{
    /// <summary>The columns of a row, in the order of <see cref="Read"/> and <see cref="Bind"/>.</summary>
    public const string Columns = """
        version, epoch, line, shard, seq, event_id, append_id, idx, cnt, type, schema_version, codec, data, chunks, data_hash, meta,
        correlation_id, causation_id, actor, key_ref, occurred_at, recorded_at, prev_hash, hash
        """;

    /// <summary>As many markers as there are columns.</summary>
    public const string Markers = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

    /// <summary>Adds the values of <see cref="Columns"/>. A value that is not there is left unset, so that it leaves no tombstone.</summary>
    public static CqlValues Bind(CqlValues values, StoredEvent e)
    {
        values.Int64(e.Version).Int32(e.Epoch).Text(e.Line).Int16(e.Shard).Int64(e.Seq).Guid(e.Id.Value).Guid(e.Append.Value)
            .Int16(e.Index).Int16(e.Count).Text(e.Type).Int32(e.SchemaVersion).Int8(e.Codec);
        if (e.Chunks > 0)
            values.Unset().Int16(e.Chunks);
        else
            values.Blob(e.Data.Span).Unset();
        values.Hash(e.DataHash()).Blob(e.Meta.ToBlob(e.RecordedAt, e.OccurredAt));
        BindText(values, e.CorrelationId);
        BindText(values, e.CausationId);
        BindText(values, e.Actor);
        BindText(values, e.KeyRef);
        if (e.OccurredAt is { } occurredAt)
            values.TimestampMilliseconds(Instants.ToStore(occurredAt).Milliseconds);
        else
            values.Unset();
        return values.TimestampMilliseconds(Instants.ToStore(e.RecordedAt).Milliseconds).Hash(e.Previous).Hash(e.Hash);
    }

    /// <summary>Reads a row that was selected by <see cref="Columns"/>, these first.</summary>
    /// <param name="row">The row.</param>
    /// <param name="stream">The stream that was asked for.</param>
    /// <exception cref="FormatException">It can't be decoded.</exception>
    public static StoredEvent Read(CqlRow row, StreamId stream)
    {
        var meta = StoredMeta.FromBlob(row.GetBlob(15).ToArray(), out var recordedFiner, out var occurredFiner);
        var chunks = row.IsNull(13) ? (short)0 : row.GetInt16(13);
        return new StoredEvent
        {
            Stream = stream,
            Version = row.GetInt64(0),
            Epoch = row.GetInt32(1),
            Line = row.GetText(2),
            Shard = row.GetInt16(3),
            Seq = row.GetInt64(4),
            Id = new EventId(row.GetGuid(5)),
            Append = new AppendId(row.GetGuid(6)),
            Index = row.GetInt16(7),
            Count = row.GetInt16(8),
            Type = row.GetText(9),
            SchemaVersion = row.GetInt32(10),
            Codec = row.GetInt8(11),
            Data = row.IsNull(12) ? ReadOnlyMemory<byte>.Empty : row.GetBlob(12).ToArray(),
            Chunks = chunks,
            ChunksHash = chunks > 0 ? HashCells.Read(row, 14) : default,
            Meta = meta,
            CorrelationId = row.GetTextOrNull(16),
            CausationId = row.GetTextOrNull(17),
            Actor = row.GetTextOrNull(18),
            KeyRef = row.GetTextOrNull(19),
            OccurredAt = row.IsNull(20) ? null : Instants.FromStore(row.GetTimestampMilliseconds(20), occurredFiner),
            RecordedAt = Instants.FromStore(row.GetTimestampMilliseconds(21), recordedFiner),
            Previous = HashCells.Read(row, 22),
            Hash = HashCells.Read(row, 23),
        };
    }

    private static void BindText(CqlValues values, string? text)
    {
        if (text is null)
            values.Unset();
        else
            values.Text(text);
    }
}
