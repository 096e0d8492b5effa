using System.Buffers.Binary;
using System.Text;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

/// <summary>Bytes of the protocol as a server writes them.</summary>
internal static class Wire
{
    /// <summary>RESULT void.</summary>
    public static byte[] Void { get; } = [0, 0, 0, 1];

    public static byte[] Envelope(CqlProtocolVersion version, short id, Opcode opcode, byte[] body)
    {
        var envelope = new byte[FrameHeader.Size + body.Length];
        FrameHeader.Response(version, FrameFlags.None, id, opcode, body.Length).Write(envelope);
        body.CopyTo(envelope, FrameHeader.Size);
        return envelope;
    }

    /// <summary>A payload in segments: one that is self-contained, or as many as a large envelope needs.</summary>
    public static byte[] Segments(byte[] payload)
    {
        if (payload.Length <= SegmentHeader.PayloadLengthMax) return Segment(payload, isSelfContained: true);
        return [.. payload.Chunk(SegmentHeader.PayloadLengthMax).SelectMany(part => Segment(part, isSelfContained: false))];
    }

    public static byte[] Error(int code, string message) => [.. Int32(code), .. String(message)];

    public static byte[] String(string text) => [.. Int16(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    /// <summary>What a script answers to a request of the handshake; null for any other request.</summary>
    public static (Opcode Opcode, byte[] Body)? HandshakeAnswer(PeerRequest request, PeerScript script) => request.Opcode switch
    {
        Opcode.Options => (Opcode.Supported, [.. Int16(1), .. String("COMPRESSION"), .. Int16(1), .. String("lz4")]),
        Opcode.Startup when script.Wants is null => (Opcode.Ready, []),
        Opcode.Startup => (Opcode.Authenticate, String("org.apache.cassandra.auth.PasswordAuthenticator")),
        Opcode.AuthResponse when script.ChallengesPlain => (Opcode.AuthChallenge, Int32(-1)),
        Opcode.AuthResponse when IsWanted(request, script) => (Opcode.AuthSuccess, Int32(-1)),
        Opcode.AuthResponse => (Opcode.Error, Error(0x0100, "Provided username and/or password are incorrect")),
        Opcode.Query when request.Text.Contains("cluster_name", StringComparison.Ordinal) => (Opcode.Result, ClusterName(script.ClusterName)),
        _ => null,
    };

    public static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Int16(int value) => Int32(value)[2..];

    private static bool IsWanted(PeerRequest request, PeerScript script) =>
        Encoding.UTF8.GetString(request.Body.AsSpan(4)) == $"\0{script.Wants!.UserName}\0{script.Wants.Password}";

    // RESULT rows: [kind][flags: global table][columns][keyspace][table][name][type][rows][length][bytes]
    private static byte[] ClusterName(string name) =>
    [
        .. Int32(2), .. Int32(1), .. Int32(1), .. String("system"), .. String("local"), .. String("cluster_name"), .. Int16(0x0D),
        .. Int32(1), .. Int32(Encoding.UTF8.GetByteCount(name)), .. Encoding.UTF8.GetBytes(name),
    ];

    private static byte[] Segment(byte[] payload, bool isSelfContained)
    {
        var headerSize = SegmentHeader.SizeOf(isCompressed: false);
        var segment = new byte[headerSize + payload.Length + SegmentHeader.TrailerSize];
        new SegmentHeader(payload.Length, 0, isSelfContained).Write(segment, isCompressed: false);
        payload.CopyTo(segment, headerSize);
        BinaryPrimitives.WriteUInt32LittleEndian(segment.AsSpan(headerSize + payload.Length), new SegmentCrc32().Of(payload));
        return segment;
    }
}
