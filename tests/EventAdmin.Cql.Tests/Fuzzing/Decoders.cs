using System.Text;

using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Tests.Framing;
using EventAdmin.Cql.Tests.Vectors;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Tests.Fuzzing;

/// <summary>Every decoder of the client.</summary>
internal static class Decoders
{
    private const int AnswerBytesMax = 1 << 26;

    public static readonly IReadOnlyList<Decoder> All =
    [
        .. Enum.GetValues<FrameFormat>().Select(static format => new Decoder($"frames {format}", bytes => Frames(format, bytes), Wires(format))),
        new("payloads of segments", static bytes => Frames(FrameFormat.Segments, Resealed(bytes, isCompressed: false)), Payloads(isCompressed: false)),
        new("blocks in segments", static bytes => Frames(FrameFormat.SegmentsLz4, Resealed(bytes, isCompressed: true)), Payloads(isCompressed: true)),
        new("compressed bodies", CompressedBody, [.. VectorFile.At("lz4").EnumerateArray().Select(static entry => entry.Bytes("v4_compressed_body"))]),
        new("answers", Answer, [.. VectorFile.At("responses").EnumerateArray().Select(static entry => entry.Bytes("frame"))]),
        new("columns", Columns, ColumnSeeds()),
        new("values", Value, ValueSeeds()),
        new("class names", ClassName, [.. VectorFile.At("type_class_names").EnumerateArray().Select(static entry => Encoding.Latin1.GetBytes(entry.Text("class")))]),
        new("vints", static bytes => VInt.TryRead(bytes, out _, out _), [.. VectorFile.At("vints").EnumerateArray().Select(static entry => entry.Bytes("hex"))]),
    ];

    private static void Frames(FrameFormat format, byte[] wire)
    {
        using var decoder = Answers.Decoder(format, AnswerBytesMax);
        for (var start = 0; start < wire.Length;)
        {
            var room = decoder.GetMemory().Span;
            var count = Math.Min(room.Length, wire.Length - start);
            wire.AsSpan(start, count).CopyTo(room);
            decoder.Advance(count);
            start += count;
            while (decoder.TryRead(out _, out _))
                decoder.TakeBody().Return();
        }
    }

    // Checksums would hide what is behind them: the first bytes say what a header claims, the rest is sealed with right sums.
    private static byte[] Resealed(byte[] bytes, bool isCompressed)
    {
        if (bytes.Length < 4) return bytes;
        var payload = bytes.AsSpan(4, Math.Min(bytes.Length - 4, SegmentHeader.PayloadLengthMax));
        var headerSize = SegmentHeader.SizeOf(isCompressed);
        var segment = new byte[headerSize + payload.Length + SegmentHeader.TrailerSize];
        var plainLength = isCompressed ? ((bytes[1] << 16) | (bytes[2] << 8) | bytes[3]) & SegmentHeader.PayloadLengthMax : 0;
        new SegmentHeader(payload.Length, plainLength, (bytes[0] & 1) != 0).Write(segment, isCompressed);
        payload.CopyTo(segment.AsSpan(headerSize));
        BitConverter.GetBytes(new SegmentCrc32().Of(payload)).CopyTo(segment.AsSpan(headerSize + payload.Length));
        return segment;
    }

    private static void CompressedBody(byte[] body)
    {
        var plain = new byte[Lz4.PlainLengthOf(body, AnswerBytesMax)];
        Lz4.DecodeBody(body, plain);
    }

    private static void Answer(byte[] frame)
    {
        var header = FrameHeader.Read(frame);
        var body = frame.AsSpan(FrameHeader.Size);
        var response = Response.Read(header, body);
        if (response.Result != ResultKind.Rows) return;
        using var page = CqlPage.Of(response.Rows, response.Rows.Columns ?? Prepared(response.Rows.ColumnCount), PooledBody.CopyOf(body));
        _ = page.Applied;
        foreach (var row in page)
        {
            for (var column = page.Columns.Count - 1; column >= 0; column--)
                ReadLeniently(row, column);
        }
    }

    // A value that is not of its type does not end the page.
    private static void ReadLeniently(CqlRow row, int column)
    {
        try
        {
            row.GetObject(column);
        }
        catch (CqlDecodeException problem)
        {
            Assert.Equal(CqlOutcome.Failed, problem.Outcome);
        }
    }

    private static CqlColumns? Prepared(int count) =>
        count is > 0 and < 100 ? new CqlColumns(Enumerable.Repeat(new CqlColumn("ks", "t", "c", CqlType.Native(CqlTypeKind.Blob)), count)) : null;

    private static void Columns(byte[] bytes)
    {
        var reader = new CqlReader(bytes);
        var flags = (MetadataFlags)(reader.Byte() & (int)MetadataFlags.GlobalTable);
        foreach (var column in Metadata.ReadColumns(ref reader, reader.UInt16(), flags))
            Assert.NotEmpty(column.Type.ToString());
    }

    // [type][value]
    private static void Value(byte[] bytes)
    {
        var reader = new CqlReader(bytes);
        var type = Metadata.ReadType(ref reader);
        var value = new CqlValue(type, reader.Rest(), isNull: false);
        if (type.Kind == CqlTypeKind.Vector && type.Elements[0].Kind == CqlTypeKind.Float) _ = value.AsFloats();
        _ = value.ToObject();
    }

    private static void ClassName(byte[] bytes) => Assert.NotNull(CqlClassName.Parse(Encoding.Latin1.GetString(bytes)).ToString());

    private static byte[][] Wires(FrameFormat format) =>
    [
        Answers.Wire(format, [1, 2, 3]), Answers.Wire(format, Answers.Body(2_000, 1, isRepetitive: true), Answers.Body(60, 2, isRepetitive: false)),
        Answers.Wire(format, Answers.Body(140_000, 3, isRepetitive: true)),
    ];

    private static byte[][] Payloads(bool isCompressed)
    {
        byte[] small = Answers.Envelope(CqlProtocolVersion.V5, 1, Answers.Body(200, 1, isRepetitive: false));
        byte[] large = Answers.Envelope(CqlProtocolVersion.V5, 1, Answers.Body(3_000, 1, isRepetitive: true));
        if (!isCompressed) return [[1, 0, 0, 0, .. small], [0, 0, 0, 0, .. large], [1, 0, 0, 0, .. small, .. large]];
        var block = new byte[Lz4.BlockLengthMax(large.Length)];
        var length = Lz4.Encode(large, block);
        return [[1, 0, (byte)(large.Length >> 8), (byte)large.Length, .. block[..length]], [1, 0, 0, 0, .. small]];
    }

    private static byte[][] ColumnSeeds() =>
        [.. VectorFile.At("responses").EnumerateArray()
            .Where(static entry => entry.Text("what").StartsWith("RESULT rows", StringComparison.Ordinal))
            .Select(static entry => (byte[])[1, 0, 2, .. entry.Bytes("frame").AsSpan(FrameHeader.Size + 12)])];

    private static byte[][] ValueSeeds() =>
        [.. VectorFile.At("types").EnumerateArray().Concat(VectorFile.At("types_decode").EnumerateArray())
            .Where(static entry => entry.Text("type") != "any")
            .Select(static entry => (byte[])[.. TypeBytes(VectorText.Type(entry.Text("type"))), .. entry.Bytes("hex")])];

    private static byte[] TypeBytes(CqlType type) => type.Kind switch
    {
        CqlTypeKind.Vector => [0, 0, .. Short(VectorClass(type).Length), .. Encoding.Latin1.GetBytes(VectorClass(type))],
        CqlTypeKind.Tuple => [.. Short((int)type.Kind), .. Short(type.Elements.Count), .. type.Elements.SelectMany(TypeBytes)],
        _ => [.. Short((int)type.Kind), .. type.Elements.SelectMany(TypeBytes)],
    };

    private static string VectorClass(CqlType type)
    {
        const string package = "org.apache.cassandra.db.marshal.";
        var element = type.Elements[0].Kind switch
        {
            CqlTypeKind.Float => "FloatType",
            CqlTypeKind.Int => "Int32Type",
            CqlTypeKind.Double => "DoubleType",
            CqlTypeKind.SmallInt => "ShortType",
            CqlTypeKind.Boolean => "BooleanType",
            _ => "UTF8Type",
        };
        return $"{package}VectorType({package}{element} , {type.Dimension})";
    }

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];
}
