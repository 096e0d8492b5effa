using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Owning;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Instances;

/// <summary>What a message is.</summary>
internal enum InstanceMessageKind : byte
{
    /// <summary>Store an append.</summary>
    Append = 1,

    /// <summary>What became of an append?</summary>
    Ask = 2,

    /// <summary>Empty streams.</summary>
    Delete = 3,

    /// <summary>The answer to one of these.</summary>
    Answer = 4,

    /// <summary>Something was committed.</summary>
    Committed = 5,
}

/// <summary>A message: a kind, a number that joins question and answer, and the rest.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">Of the question; for <see cref="InstanceMessageKind.Committed"/> what is committed.</param>
/// <param name="Body">The rest.</param>
internal readonly record struct InstanceMessage(InstanceMessageKind Kind, long Number, ReadOnlyMemory<byte> Body)
{
    private const int HeadBytes = 1 + sizeof(long);

    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static InstanceMessage Parse(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        return new InstanceMessage((InstanceMessageKind)reader.Byte(), reader.Int64(), bytes[HeadBytes..]);
    }

    /// <summary>Writes a message.</summary>
    public static ReadOnlyMemory<byte> Write(InstanceMessageKind kind, long number, Action<ByteWriter>? body = null)
    {
        var writer = new ByteWriter();
        writer.Byte((byte)kind);
        writer.Int64(number);
        body?.Invoke(writer);
        return writer.Written;
    }

    /// <summary>Writes an append.</summary>
    public static void WriteAppend(ByteWriter writer, OwnerAppend append)
    {
        writer.Id(append.Request.Id.Value);
        writer.Int32(append.Request.Streams.Count);
        foreach (var stream in append.Request.Streams)
        {
            writer.Text(stream.Stream.Value);
            writer.Text(stream.Expected.ToString());
            writer.Int32(stream.Events.Count);
            foreach (var e in stream.Events)
                WriteEvent(writer, e);
        }

        writer.Int32(append.Chunked.Count);
        foreach (var (id, bytes) in append.Chunked)
        {
            writer.Id(id.Value);
            writer.Int32(bytes);
        }
    }

    /// <summary>Reads what <see cref="WriteAppend"/> wrote.</summary>
    public static OwnerAppend ReadAppend(ByteReader reader)
    {
        var id = new AppendId(reader.Id());
        var streams = new StreamAppend[reader.Int32()];
        for (var i = 0; i < streams.Length; i++)
        {
            streams[i] = new StreamAppend
            {
                Stream = StreamId.Parse(reader.TextRequired()),
                Expected = InstanceAnswer.ReadExpected(reader),
                Events = ReadEvents(reader),
            };
        }

        var chunked = new Dictionary<EventId, int>();
        for (var left = reader.Int32(); left > 0; left--)
            chunked[new EventId(reader.Id())] = reader.Int32();
        return new OwnerAppend(new AppendRequest { Id = id, Streams = streams }, chunked);
    }

    /// <summary>Writes streams.</summary>
    public static void WriteStreams(ByteWriter writer, IReadOnlyCollection<StreamId> streams)
    {
        writer.Int32(streams.Count);
        foreach (var stream in streams)
            writer.Text(stream.Value);
    }

    /// <summary>Reads what <see cref="WriteStreams"/> wrote.</summary>
    public static IReadOnlyCollection<StreamId> ReadStreams(ByteReader reader)
    {
        var streams = new StreamId[reader.Int32()];
        for (var i = 0; i < streams.Length; i++)
            streams[i] = StreamId.Parse(reader.TextRequired());
        return streams;
    }

    private static NewEvent[] ReadEvents(ByteReader reader)
    {
        var events = new NewEvent[reader.Int32()];
        for (var i = 0; i < events.Length; i++)
            events[i] = ReadEvent(reader);
        return events;
    }

    private static void WriteEvent(ByteWriter writer, NewEvent e)
    {
        writer.Id(e.Id.Value);
        writer.Text(e.Type);
        writer.Int32(e.SchemaVersion);
        writer.Text(e.ContentType);
        writer.Int64(e.OccurredAt?.UtcTicks ?? -1);
        writer.Text(e.Metadata.CorrelationId);
        writer.Text(e.Metadata.CausationId);
        writer.Text(e.Metadata.Actor);
        writer.Text(e.Metadata.Source);
        writer.Int32(e.Metadata.Extensions.Count);
        foreach (var (name, json) in e.Metadata.Extensions)
        {
            writer.Text(name);
            writer.Text(json);
        }

        writer.Blob(e.Data.Span);
    }

    private static NewEvent ReadEvent(ByteReader reader)
    {
        var (id, type, schema, content, occurred) = (new EventId(reader.Id()), reader.TextRequired(), reader.Int32(), reader.TextRequired(), reader.Int64());
        var metadata = new EventMetadata
        {
            CorrelationId = reader.Text(),
            CausationId = reader.Text(),
            Actor = reader.Text(),
            Source = reader.Text(),
        };
        var extensions = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var left = reader.Int32(); left > 0; left--)
            extensions[reader.TextRequired()] = reader.TextRequired();
        return new NewEvent
        {
            Id = id,
            Type = type,
            SchemaVersion = schema,
            ContentType = content,
            OccurredAt = occurred < 0 ? null : new DateTimeOffset(occurred, TimeSpan.Zero),
            Metadata = extensions.Count == 0 ? metadata : metadata with { Extensions = extensions },
            Data = reader.Blob(),
        };
    }
}
