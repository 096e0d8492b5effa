using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>A statement of a batch: prepared when it has an id, else text.</summary>
internal readonly record struct BatchEntry(ReadOnlyMemory<byte> Id, string? Text, ReadOnlyMemory<byte> Values, int ValueCount)
{
    private const byte ByText = 0;
    private const byte ById = 1;

    public int GetLength() => checked(1 + (Text is null ? 2 + Id.Length : CqlWriter.LongStringLength(Text)) + 2 + Values.Length);

    public void Write(ref CqlWriter writer)
    {
        if (Text is null)
        {
            writer.Byte(ById);
            writer.ShortBytes(Id.Span);
        }
        else
        {
            writer.Byte(ByText);
            writer.LongString(Text);
        }

        writer.Count(ValueCount);
        writer.Raw(Values.Span);
    }
}

/// <summary>BATCH, always without a log: type, statements, level, flags, serial level, timestamp, keyspace, now.</summary>
internal readonly record struct BatchRequest(ReadOnlyMemory<BatchEntry> Entries, CqlConsistency Consistency) : IRequest
{
    private const byte Unlogged = 1;

    public CqlConsistency? SerialConsistency { get; init; }

    public long? TimestampMicros { get; init; }

    /// <summary>The keyspace of unqualified names; version 5 only.</summary>
    public string? Keyspace { get; init; }

    /// <summary>The server's time in seconds for this request; version 5 only.</summary>
    public int? NowInSeconds { get; init; }

    public Opcode Opcode => Opcode.Batch;

    public int GetLength(CqlProtocolVersion version)
    {
        var length = 1 + 2 + 2 + QueryFlagsCodec.Size(version);
        foreach (ref readonly var entry in Entries.Span)
            length = checked(length + entry.GetLength());
        return length + QueryFlagsCodec.TailLength(SerialConsistency, TimestampMicros, Keyspace, NowInSeconds);
    }

    public void Write(ref CqlWriter writer, CqlProtocolVersion version)
    {
        writer.Byte(Unlogged);
        writer.Count(Entries.Length);
        foreach (ref readonly var entry in Entries.Span)
            entry.Write(ref writer);
        writer.UInt16((int)Consistency);
        QueryFlagsCodec.Write(ref writer, version, QueryFlagsCodec.TailFlags(SerialConsistency, TimestampMicros, Keyspace, NowInSeconds));
        QueryFlagsCodec.WriteTail(ref writer, SerialConsistency, TimestampMicros, Keyspace, NowInSeconds);
    }
}
