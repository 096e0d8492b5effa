using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>A RESULT of PREPARE: the statement's id, its bind markers, and the columns that it will answer with (none for writes).</summary>
internal sealed record PreparedResult
{
    public required byte[] Id { get; init; }

    /// <summary>The id of the answer's columns; version 5 only.</summary>
    public byte[]? ResultMetadataId { get; init; }

    public required CqlColumns BindColumns { get; init; }

    /// <summary>Which bind markers make the partition key, in the key's order; empty = not routable.</summary>
    public required IReadOnlyList<int> KeyIndexes { get; init; }

    public required CqlColumns ResultColumns { get; init; }

    /// <summary>Reads [id][result metadata id?][bind markers][columns of the answer].</summary>
    public static PreparedResult Read(ref CqlReader reader, CqlProtocolVersion version)
    {
        var id = reader.ShortBytes().ToArray();
        var resultMetadataId = version >= CqlProtocolVersion.V5 ? reader.ShortBytes().ToArray() : null;
        var bindFlags = (MetadataFlags)reader.Int32();
        var bindCount = Metadata.CheckColumnCount(ref reader, reader.Int32(), bindFlags);
        var keyIndexes = new int[reader.Count(reader.Int32(), elementLengthMin: 2)];
        for (var index = 0; index < keyIndexes.Length; index++)
        {
            keyIndexes[index] = reader.UInt16();
            if (keyIndexes[index] >= bindCount) throw new CqlProtocolException($"Marker {keyIndexes[index]} of the key, and there are {bindCount}.");
        }

        var bindColumns = bindFlags.Has(MetadataFlags.NoMetadata) ? CqlColumns.None : Metadata.ReadColumns(ref reader, bindCount, bindFlags);
        return new PreparedResult
        {
            Id = id,
            ResultMetadataId = resultMetadataId,
            BindColumns = bindColumns,
            KeyIndexes = keyIndexes,
            ResultColumns = ReadResultColumns(ref reader),
        };
    }

    private static CqlColumns ReadResultColumns(ref CqlReader reader)
    {
        var flags = (MetadataFlags)reader.Int32();
        var count = Metadata.CheckColumnCount(ref reader, reader.Int32(), flags);
        if (flags.Has(MetadataFlags.HasMorePages)) reader.Bytes();
        return flags.Has(MetadataFlags.NoMetadata) ? CqlColumns.None : Metadata.ReadColumns(ref reader, count, flags);
    }
}
