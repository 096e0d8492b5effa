using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Framing;

/// <summary>Answers as a node would write them, and what a decoder makes of them.</summary>
internal static class Answers
{
    public sealed record Answer(short RequestId, Opcode Opcode, string Body);

    public static CqlProtocolVersion VersionOf(FrameFormat format) => format.IsSegmented() ? CqlProtocolVersion.V5 : CqlProtocolVersion.V4;

    public static byte[] Envelope(CqlProtocolVersion version, short requestId, ReadOnlySpan<byte> body)
    {
        var envelope = new byte[FrameHeader.Size + body.Length];
        FrameHeader.Response(version, FrameFlags.None, requestId, Opcode.Result, body.Length).Write(envelope);
        body.CopyTo(envelope.AsSpan(FrameHeader.Size));
        return envelope;
    }

    /// <summary>A body that compresses when <paramref name="isRepetitive"/>, and does not otherwise.</summary>
    public static byte[] Body(int length, int seed, bool isRepetitive)
    {
        var body = new byte[length];
        if (!isRepetitive) new Random(seed).NextBytes(body);
        else body.AsSpan().Fill((byte)seed);
        return body;
    }

    /// <summary>All bodies, each in an envelope of its own, as they lie on the wire.</summary>
    public static byte[] Wire(FrameFormat format, params IReadOnlyList<byte[]> bodies)
    {
        using var encoder = new FrameEncoder(format);
        for (var index = 0; index < bodies.Count; index++)
            encoder.Append(Envelope(VersionOf(format), (short)index, bodies[index]));
        return encoder.Seal().ToArray();
    }

    public static FrameDecoder Decoder(FrameFormat format, int answerBytesMax = FrameFormats.AnswerBytesMax)
    {
        var decoder = new FrameDecoder(answerBytesMax);
        decoder.Use(format, VersionOf(format));
        return decoder;
    }

    /// <summary>Feeds <paramref name="wire"/> in pieces that end at <paramref name="cuts"/>.</summary>
    public static List<Answer> Decode(FrameDecoder decoder, ReadOnlyMemory<byte> wire, params IEnumerable<int> cuts)
    {
        var answers = new List<Answer>();
        var start = 0;
        foreach (var end in cuts.Append(wire.Length).Where(cut => cut <= wire.Length).Order())
        {
            Feed(decoder, wire.Span[start..end], answers);
            start = end;
        }

        return answers;
    }

    public static List<Answer> Expected(params IReadOnlyList<byte[]> bodies) =>
        [.. bodies.Select(static (body, index) => new Answer((short)index, Opcode.Result, Convert.ToHexStringLower(body)))];

    private static void Feed(FrameDecoder decoder, ReadOnlySpan<byte> bytes, List<Answer> answers)
    {
        while (!bytes.IsEmpty)
        {
            var room = decoder.GetMemory();
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room.Span);
            decoder.Advance(count);
            bytes = bytes[count..];
            while (decoder.TryRead(out var header, out var body))
                answers.Add(new Answer(header.RequestId, header.Opcode, Convert.ToHexStringLower(body)));
        }
    }
}
