using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>
/// What QUERY and EXECUTE have behind statement: level, flags, values, page size, paging state, serial level, timestamp, keyspace, now
/// (section 4.1.4 of the protocol's specification).
/// </summary>
internal readonly record struct QueryParameters
{
    public CqlConsistency Consistency { get; init; }

    public CqlConsistency? SerialConsistency { get; init; }

    /// <summary>The values as they are sent: [length][bytes] each, length -1 for null and -2 for unset.</summary>
    public ReadOnlyMemory<byte> Values { get; init; }

    public int ValueCount { get; init; }

    public bool SkipMetadata { get; init; }

    /// <summary>Rows per page; 0 for no paging.</summary>
    public int PageSize { get; init; }

    public ReadOnlyMemory<byte> PagingState { get; init; }

    public long? TimestampMicros { get; init; }

    /// <summary>The keyspace of unqualified names; version 5 only.</summary>
    public string? Keyspace { get; init; }

    /// <summary>The server's time in seconds for this request; version 5 only.</summary>
    public int? NowInSeconds { get; init; }

    public int GetLength(CqlProtocolVersion version)
    {
        var length = 2 + QueryFlagsCodec.Size(version);
        if (ValueCount > 0) length += 2 + Values.Length;
        if (PageSize > 0) length += 4;
        if (!PagingState.IsEmpty) length += 4 + PagingState.Length;
        return checked(length + QueryFlagsCodec.TailLength(SerialConsistency, TimestampMicros, Keyspace, NowInSeconds));
    }

    public void Write(ref CqlWriter writer, CqlProtocolVersion version)
    {
        var flags = QueryFlagsCodec.TailFlags(SerialConsistency, TimestampMicros, Keyspace, NowInSeconds);
        if (ValueCount > 0) flags |= QueryFlags.Values;
        if (SkipMetadata) flags |= QueryFlags.SkipMetadata;
        if (PageSize > 0) flags |= QueryFlags.PageSize;
        if (!PagingState.IsEmpty) flags |= QueryFlags.PagingState;
        writer.UInt16((int)Consistency);
        QueryFlagsCodec.Write(ref writer, version, flags);
        if (ValueCount > 0)
        {
            writer.Count(ValueCount);
            writer.Raw(Values.Span);
        }

        if (PageSize > 0) writer.Int32(PageSize);
        if (!PagingState.IsEmpty) writer.Bytes(PagingState.Span);
        QueryFlagsCodec.WriteTail(ref writer, SerialConsistency, TimestampMicros, Keyspace, NowInSeconds);
    }
}
