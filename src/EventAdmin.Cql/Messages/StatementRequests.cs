using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>QUERY: a statement as text.</summary>
internal readonly record struct QueryRequest(string Text, QueryParameters Parameters) : IRequest
{
    public Opcode Opcode => Opcode.Query;

    public int GetLength(CqlProtocolVersion version) => checked(CqlWriter.LongStringLength(Text) + Parameters.GetLength(version));

    public void Write(ref CqlWriter writer, CqlProtocolVersion version)
    {
        writer.LongString(Text);
        Parameters.Write(ref writer, version);
    }
}

/// <summary>PREPARE: a statement to be known by an id; the keyspace of unqualified names in version 5 only.</summary>
internal readonly record struct PrepareRequest(string Text, string? Keyspace = null) : IRequest
{
    private const int KeyspaceFlag = 0x01;

    public Opcode Opcode => Opcode.Prepare;

    public int GetLength(CqlProtocolVersion version)
    {
        var length = CqlWriter.LongStringLength(Text);
        if (version < CqlProtocolVersion.V5) return length;
        return length + 4 + (Keyspace is null ? 0 : CqlWriter.StringLength(Keyspace));
    }

    public void Write(ref CqlWriter writer, CqlProtocolVersion version)
    {
        writer.LongString(Text);
        if (version < CqlProtocolVersion.V5)
        {
            if (Keyspace is not null) throw new CqlEncodeException("A keyspace of its own needs protocol version 5.");
            return;
        }

        writer.Int32(Keyspace is null ? 0 : KeyspaceFlag);
        if (Keyspace is not null) writer.String(Keyspace);
    }
}

/// <summary>EXECUTE: a prepared statement; the id of its result's metadata in version 5 only.</summary>
internal readonly record struct ExecuteRequest(ReadOnlyMemory<byte> Id, ReadOnlyMemory<byte> ResultMetadataId, QueryParameters Parameters)
    : IRequest
{
    public Opcode Opcode => Opcode.Execute;

    public int GetLength(CqlProtocolVersion version)
    {
        var length = 2 + Id.Length;
        if (version >= CqlProtocolVersion.V5) length += 2 + ResultMetadataId.Length;
        return checked(length + Parameters.GetLength(version));
    }

    public void Write(ref CqlWriter writer, CqlProtocolVersion version)
    {
        writer.ShortBytes(Id.Span);
        if (version >= CqlProtocolVersion.V5) writer.ShortBytes(ResultMetadataId.Span);
        Parameters.Write(ref writer, version);
    }
}
