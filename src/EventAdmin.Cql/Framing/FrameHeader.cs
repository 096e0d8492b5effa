using System.Buffers.Binary;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Framing;

/// <summary>The nine bytes in front of every body: [version and direction][flags][request id, 16 bits][opcode][length, 32 bits].</summary>
internal readonly record struct FrameHeader(byte VersionByte, FrameFlags Flags, short RequestId, Opcode Opcode, int Length)
{
    public const int Size = 9;

    /// <summary>The request id of notices, which nobody asked for.</summary>
    public const short NoticeId = -1;

    private const byte ResponseBit = 0x80;

    /// <summary>The version's number, also of versions that this client does not speak.</summary>
    public int Version => VersionByte & ~ResponseBit;

    public bool IsResponse => (VersionByte & ResponseBit) != 0;

    public static FrameHeader Request(CqlProtocolVersion version, FrameFlags flags, short requestId, Opcode opcode, int length) =>
        new((byte)version, flags, requestId, opcode, length);

    public static FrameHeader Response(CqlProtocolVersion version, FrameFlags flags, short requestId, Opcode opcode, int length) =>
        new((byte)((byte)version | ResponseBit), flags, requestId, opcode, length);

    /// <summary>Reads a header of any version; a negative length is a <see cref="CqlProtocolException"/>.</summary>
    public static FrameHeader Read(ReadOnlySpan<byte> source)
    {
        if (source.Length < Size) throw new CqlProtocolException($"A header of {source.Length} bytes.");
        var header = new FrameHeader(
            source[0],
            (FrameFlags)source[1],
            BinaryPrimitives.ReadInt16BigEndian(source[2..]),
            (Opcode)source[4],
            BinaryPrimitives.ReadInt32BigEndian(source[5..]));
        return header.Length >= 0 ? header : throw new CqlProtocolException($"A body of {header.Length} bytes.");
    }

    public void Write(Span<byte> destination)
    {
        destination[0] = VersionByte;
        destination[1] = (byte)Flags;
        BinaryPrimitives.WriteInt16BigEndian(destination[2..], RequestId);
        destination[4] = (byte)Opcode;
        BinaryPrimitives.WriteInt32BigEndian(destination[5..], Length);
    }
}
