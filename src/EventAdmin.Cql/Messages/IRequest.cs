using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>A request that knows its length and writes itself into a buffer of that length. Implemented by structs, used as a constraint.</summary>
internal interface IRequest
{
    Opcode Opcode { get; }

    /// <summary>The body's length.</summary>
    int GetLength(CqlProtocolVersion version);

    /// <summary>Writes the body, exactly <see cref="GetLength"/> bytes.</summary>
    void Write(ref CqlWriter writer, CqlProtocolVersion version);
}
