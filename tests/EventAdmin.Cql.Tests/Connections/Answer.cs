using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

/// <summary>Answers that a script gives by itself.</summary>
internal static class Answer
{
    /// <summary>RESULT void to everything.</summary>
    public static byte[]? Void(PeerRequest request) =>
        Wire.Envelope((CqlProtocolVersion)request.Header.Version, request.Id, Opcode.Result, Wire.Void);
}
