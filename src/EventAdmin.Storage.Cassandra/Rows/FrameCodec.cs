using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EventAdmin.EventSourcing.Events;
using K4os.Compression.LZ4;

namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>
/// Between frames and rows of <c>log</c>. A row's hash is SHA-256 of the hash before, line, shard, first and last number, and the frame's
/// plain bytes: the log is a chain.
/// </summary>
internal static class FrameCodec
{
    private const byte Form = 1;
    private const sbyte Plain = 0;
    private const sbyte Lz4 = 1;
    private const int CompressFrom = 256;

    /// <summary>The row of a frame.</summary>
    public static LogRow Encode(Frame frame)
    {
        var writer = new ByteWriter();
        WritePlain(writer, frame);
        var plain = writer.Written;
        var (codec, packed) = Pack(plain);
        return new LogRow
        {
            Line = frame.Line,
            Shard = frame.Shard,
            Epoch = frame.Epoch,
            First = frame.First,
            Last = frame.Last,
            Events = frame.Events.Count,
            Bytes = plain.Length,
            Codec = codec,
            Frame = packed,
            Previous = frame.Previous,
            Hash = HashOf(frame.Previous, frame.Line, frame.Shard, frame.First, frame.Last, plain.Span),
        };
    }

    /// <summary>The frame of a row, held against the row's hash.</summary>
    /// <exception cref="LogDamagedException">What is stored is not what was written.</exception>
    public static Frame Decode(LogRow row)
    {
        try
        {
            var plain = Unpack(row);
            if (HashOf(row.Previous, row.Line, row.Shard, row.First, row.Last, plain.Span) != row.Hash)
                throw new LogDamagedException(row.Line, row.Shard, row.First, "a frame does not fit its hash");
            var frame = ReadPlain(new ByteReader(plain), row);
            if (frame.Events.Count != row.Events || frame.Last != row.Last)
                throw new FormatException($"Expected {row.Events} events up to {row.Last}, found {frame.Events.Count}.");
            return frame;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or KeyNotFoundException)
        {
            throw new LogDamagedException(row.Line, row.Shard, row.First, "a frame can't be decoded", e);
        }
    }

    private static (sbyte Codec, ReadOnlyMemory<byte> Packed) Pack(ReadOnlyMemory<byte> plain)
    {
        if (plain.Length < CompressFrom)
            return (Plain, plain);
        var packed = new byte[LZ4Codec.MaximumOutputSize(plain.Length)];
        var length = LZ4Codec.Encode(plain.Span, packed);
        return length > 0 && length < plain.Length ? (Lz4, packed.AsMemory(0, length)) : (Plain, plain);
    }

    private static ReadOnlyMemory<byte> Unpack(LogRow row)
    {
        if (row.Codec == Plain)
            return row.Frame;
        if (row.Codec != Lz4)
            throw new FormatException($"Expected a codec that is known, found {row.Codec}.");
        var plain = new byte[row.Bytes];
        return LZ4Codec.Decode(row.Frame.Span, plain) == plain.Length
            ? plain
            : throw new FormatException($"Expected a block of {plain.Length} bytes.");
    }

    private static HistoryHash HashOf(HistoryHash previous, string line, short shard, long first, long last, ReadOnlySpan<byte> plain)
    {
        var name = Encoding.UTF8.GetBytes(line);
        Span<byte> head = stackalloc byte[HistoryHash.Length + sizeof(int)];
        previous.WriteTo(head);
        BinaryPrimitives.WriteInt32BigEndian(head[HistoryHash.Length..], name.Length);
        Span<byte> place = stackalloc byte[sizeof(short) + (2 * sizeof(long))];
        BinaryPrimitives.WriteInt16BigEndian(place, shard);
        BinaryPrimitives.WriteInt64BigEndian(place[sizeof(short)..], first);
        BinaryPrimitives.WriteInt64BigEndian(place[(sizeof(short) + sizeof(long))..], last);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(head);
        sha.AppendData(name);
        sha.AppendData(place);
        sha.AppendData(plain);
        Span<byte> hash = stackalloc byte[HistoryHash.Length];
        sha.GetHashAndReset(hash);
        return new HistoryHash(hash);
    }

    private static void WritePlain(ByteWriter writer, Frame frame)
    {
        writer.Byte(Form);
        writer.Int64(frame.First);
        writer.Int32(frame.Streams.Count);
        var streams = new Dictionary<StreamId, int>(frame.Streams.Count);
        foreach (var stream in frame.Streams)
        {
            streams.Add(stream.Stream, streams.Count);
            writer.Text(stream.Stream.Value);
            writer.Hash(stream.Hash);
            writer.Int64(stream.FirstLive);
            writer.Int64(stream.Bytes);
            writer.Int32(stream.Bucket);
        }

        writer.Int32(frame.IdsKept.Count);
        foreach (var id in frame.IdsKept)
            writer.Id(id.Value);
        writer.Int32(frame.Events.Count);
        foreach (var e in frame.Events)
            Write(writer, e, streams[e.Stream]);
    }

    private static void Write(ByteWriter writer, StoredEvent e, int stream)
    {
        writer.Int32(stream);
        writer.Int64(e.Version);
        writer.Id(e.Id.Value);
        writer.Id(e.Append.Value);
        writer.Int16(e.Index);
        writer.Int16(e.Count);
        writer.Text(e.Type);
        writer.Int32(e.SchemaVersion);
        writer.Byte((byte)e.Codec);
        writer.Blob(e.Data.Span);
        writer.Int16(e.Chunks);
        writer.Hash(e.ChunksHash);
        e.Meta.Write(writer);
        writer.Text(e.CorrelationId);
        writer.Text(e.CausationId);
        writer.Text(e.Actor);
        writer.Text(e.KeyRef);
        writer.Int64(e.OccurredAt?.UtcTicks ?? -1);
        writer.Int64(e.RecordedAt.UtcTicks);
        writer.Hash(e.Hash);
    }

    private static Frame ReadPlain(ByteReader reader, LogRow row)
    {
        if (reader.Byte() is var form && form != Form)
            throw new FormatException($"Expected a frame of form {Form}, found {form}.");
        if (reader.Int64() is var first && first != row.First)
            throw new FormatException($"Expected a frame from {row.First}, found one from {first}.");
        var streams = ReadMany(reader, static one => new StreamBefore(StreamId.Parse(one.TextRequired()), one.Hash(), one.Int64(), one.Int64(), one.Int32()));
        var ids = ReadMany(reader, static one => new AppendId(one.Id()));
        var hashes = streams.ConvertAll(static stream => stream.Hash);
        var next = first;
        var events = ReadMany(reader, one => Read(one, row, next++, streams, hashes));
        if (!reader.IsEnd || events.Count == 0)
            throw new FormatException("Expected a frame that ends after its events, of which it has some.");
        return new Frame
        {
            Line = row.Line,
            Shard = row.Shard,
            Epoch = row.Epoch,
            Previous = row.Previous,
            Events = events,
            Streams = streams,
            IdsKept = ids,
        };
    }

    private static List<T> ReadMany<T>(ByteReader reader, Func<ByteReader, T> read)
    {
        var count = reader.Int32();
        var many = new List<T>();
        for (var i = 0; i < count; i++)
            many.Add(read(reader));
        return many;
    }

    private static StoredEvent Read(ByteReader reader, LogRow row, long seq, List<StreamBefore> streams, List<HistoryHash> hashes)
    {
        var stream = reader.Int32();
        var e = new StoredEvent
        {
            Line = row.Line,
            Shard = row.Shard,
            Seq = seq,
            Epoch = row.Epoch,
            Stream = streams[stream].Stream,
            Version = reader.Int64(),
            Id = new EventId(reader.Id()),
            Append = new AppendId(reader.Id()),
            Index = reader.Int16(),
            Count = reader.Int16(),
            Type = reader.TextRequired(),
            SchemaVersion = reader.Int32(),
            Codec = (sbyte)reader.Byte(),
            Data = reader.Blob(),
            Chunks = reader.Int16(),
            ChunksHash = reader.Hash(),
            Meta = StoredMeta.Read(reader),
            CorrelationId = reader.Text(),
            CausationId = reader.Text(),
            Actor = reader.Text(),
            KeyRef = reader.Text(),
            OccurredAt = reader.Int64() is >= 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
            RecordedAt = new DateTimeOffset(reader.Int64(), TimeSpan.Zero),
            Previous = hashes[stream],
            Hash = reader.Hash(),
        };
        hashes[stream] = e.Hash;
        return e;
    }
}
