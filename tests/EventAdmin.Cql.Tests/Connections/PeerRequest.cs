using System.Text;
using EventAdmin.Cql.Framing;

namespace EventAdmin.Cql.Tests.Connections;

/// <summary>A request as the peer received it.</summary>
internal sealed record PeerRequest(FrameHeader Header, byte[] Body)
{
    public short Id => Header.RequestId;

    public Opcode Opcode => Header.Opcode;

    /// <summary>The text of a QUERY.</summary>
    public string Text => Encoding.UTF8.GetString(Body.AsSpan(4, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Body)));
}
