using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>The flags of QUERY, EXECUTE and BATCH: one byte in version 4, four in version 5.</summary>
[Flags]
internal enum QueryFlags
{
    None = 0,
    Values = 0x0001,
    SkipMetadata = 0x0002,
    PageSize = 0x0004,
    PagingState = 0x0008,
    SerialConsistency = 0x0010,
    Timestamp = 0x0020,
    NamesForValues = 0x0040,
    Keyspace = 0x0080,
    NowInSeconds = 0x0100,
}

/// <summary>The flags, and the fields that QUERY, EXECUTE and BATCH end with alike.</summary>
internal static class QueryFlagsCodec
{
    private const QueryFlags Version5Only = QueryFlags.Keyspace | QueryFlags.NowInSeconds;

    public static int Size(CqlProtocolVersion version) => version >= CqlProtocolVersion.V5 ? 4 : 1;

    public static void Write(ref CqlWriter writer, CqlProtocolVersion version, QueryFlags flags)
    {
        if (version >= CqlProtocolVersion.V5)
        {
            writer.Int32((int)flags);
            return;
        }

        if ((flags & Version5Only) != QueryFlags.None)
            throw new CqlEncodeException("A keyspace or a time of its own needs protocol version 5.");
        writer.Byte((byte)flags);
    }

    public static QueryFlags TailFlags(CqlConsistency? serialConsistency, long? timestampMicros, string? keyspace, int? nowInSeconds)
    {
        var flags = QueryFlags.None;
        if (serialConsistency is not null) flags |= QueryFlags.SerialConsistency;
        if (timestampMicros is not null) flags |= QueryFlags.Timestamp;
        if (keyspace is not null) flags |= QueryFlags.Keyspace;
        if (nowInSeconds is not null) flags |= QueryFlags.NowInSeconds;
        return flags;
    }

    public static int TailLength(CqlConsistency? serialConsistency, long? timestampMicros, string? keyspace, int? nowInSeconds)
    {
        var length = serialConsistency is null ? 0 : 2;
        if (timestampMicros is not null) length += 8;
        if (keyspace is not null) length += CqlWriter.StringLength(keyspace);
        return nowInSeconds is null ? length : length + 4;
    }

    public static void WriteTail(
        ref CqlWriter writer, CqlConsistency? serialConsistency, long? timestampMicros, string? keyspace, int? nowInSeconds)
    {
        if (serialConsistency is { } serial) writer.UInt16((int)serial);
        if (timestampMicros is { } timestamp) writer.Int64(timestamp);
        if (keyspace is not null) writer.String(keyspace);
        if (nowInSeconds is { } now) writer.Int32(now);
    }
}
