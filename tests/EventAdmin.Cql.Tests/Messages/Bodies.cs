using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Messages;

/// <summary>Reads bodies that are written out as hex.</summary>
internal static class Bodies
{
    public static Response Read(CqlProtocolVersion version, Opcode opcode, string hex)
    {
        var body = Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal));
        return Response.Read(FrameHeader.Response(version, FrameFlags.None, 1, opcode, body.Length), body);
    }
}
