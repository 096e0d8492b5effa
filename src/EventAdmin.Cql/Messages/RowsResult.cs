using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>The head of a RESULT of rows; the rows themselves stay in the body and are walked later.</summary>
internal readonly record struct RowsResult
{
    // Every cell says its length.
    private const int CellLengthMin = 4;

    public int ColumnCount { get; private init; }

    /// <summary>The columns; null when the request skipped them.</summary>
    public CqlColumns? Columns { get; private init; }

    /// <summary>The id of the columns when they differ from those that the statement was prepared with; version 5 only.</summary>
    public byte[]? NewMetadataId { get; private init; }

    /// <summary>Where the next page begins; null on the last one.</summary>
    public byte[]? PagingState { get; private init; }

    public int RowCount { get; private init; }

    /// <summary>Where in the body the first row begins.</summary>
    public int RowsOffset { get; private init; }

    /// <summary>Reads [flags][column count][paging state?][new metadata id?][columns?][row count].</summary>
    public static RowsResult Read(ref CqlReader reader, CqlProtocolVersion version)
    {
        var flags = (MetadataFlags)reader.Int32();
        var columnCount = Metadata.CheckColumnCount(ref reader, reader.Int32(), flags);
        var pagingState = flags.Has(MetadataFlags.HasMorePages) ? reader.Bytes() : null;
        var isChanged = version >= CqlProtocolVersion.V5 && flags.Has(MetadataFlags.MetadataChanged);
        var newId = isChanged ? reader.ShortBytes().ToArray() : null;
        var columns = flags.Has(MetadataFlags.NoMetadata) ? null : Metadata.ReadColumns(ref reader, columnCount, flags);
        var rowCount = reader.Int32();
        if (columnCount == 0 && rowCount != 0) throw new CqlProtocolException($"{rowCount} rows without a column.");
        reader.Count(rowCount, (int)Math.Min((long)columnCount * CellLengthMin, int.MaxValue));
        return new RowsResult
        {
            ColumnCount = columnCount,
            Columns = columns,
            NewMetadataId = newId,
            PagingState = pagingState,
            RowCount = rowCount,
            RowsOffset = reader.Position,
        };
    }
}
