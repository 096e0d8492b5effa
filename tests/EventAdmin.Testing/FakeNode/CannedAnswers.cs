using System.Buffers.Binary;
using System.Text;

namespace EventAdmin.Testing.FakeNode;

/// <summary>
/// Answers to EXECUTE and BATCH that were made beforehand, so that measuring a client measures the client. Each statement is answered with the same
/// body; everything else goes its usual way.
/// </summary>
internal sealed class CannedAnswers(FakeCqlNode node)
{
    private readonly Dictionary<string, (byte[] Full, byte[] WithoutColumns)> _bodies = [];
    private byte[] _batch = [];

    public void Add(byte[] statementId, FakeReply reply) =>
        _bodies[Encoding.Latin1.GetString(statementId)] = (Body(reply, skipsMetadata: false), Body(reply, skipsMetadata: true));

    /// <summary>What every BATCH is answered with.</summary>
    public void AddBatch(FakeReply reply) => _batch = Body(reply, skipsMetadata: false);

    public byte[]? TryAnswer(byte[] envelope)
    {
        var opcode = (FakeOpcode)envelope[4];
        if (opcode == FakeOpcode.Batch)
            return Answer(envelope, _batch);
        if (opcode != FakeOpcode.Execute)
            return null;

        var isV5 = envelope[0] >= 5;
        var at = RequestParser.HeaderBytes;
        var id = Encoding.Latin1.GetString(ShortBytes(envelope, ref at));
        if (!_bodies.TryGetValue(id, out var bodies))
            return null;
        if (isV5)
            ShortBytes(envelope, ref at);
        // Behind the level stand the flags: four bytes in v5, of which the last has the one for metadata.
        var flags = envelope[at + 2 + (isV5 ? 3 : 0)];
        return Answer(envelope, (flags & 0x02) != 0 ? bodies.WithoutColumns : bodies.Full);
    }

    private static ReadOnlySpan<byte> ShortBytes(byte[] envelope, ref int at)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(envelope.AsSpan(at));
        var bytes = envelope.AsSpan(at + 2, length);
        at += 2 + length;
        return bytes;
    }

    private byte[] Body(FakeReply reply, bool skipsMetadata) => reply.Body(new FakeRequest
    {
        Number = 0,
        Node = node,
        Connection = 0,
        Envelope = [],
        Version = 5,
        Flags = 0,
        RequestId = 0,
        Opcode = FakeOpcode.Execute,
        SkipsMetadata = skipsMetadata,
    });

    private static byte[] Answer(byte[] request, byte[] body)
    {
        var answer = new byte[RequestParser.HeaderBytes + body.Length];
        answer[0] = (byte)(0x80 | request[0]);
        request.AsSpan(2, 2).CopyTo(answer.AsSpan(2));
        answer[4] = (byte)FakeOpcode.Result;
        BinaryPrimitives.WriteInt32BigEndian(answer.AsSpan(5), body.Length);
        body.CopyTo(answer, RequestParser.HeaderBytes);
        return answer;
    }
}
