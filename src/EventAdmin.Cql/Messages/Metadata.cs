using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>The flags of column metadata.</summary>
[Flags]
internal enum MetadataFlags
{
    None = 0,
    GlobalTable = 0x0001,
    HasMorePages = 0x0002,
    NoMetadata = 0x0004,
    MetadataChanged = 0x0008,
}

/// <summary>Asks for a flag without boxing it, which the framework's own way does in debug builds.</summary>
internal static class MetadataFlagsExtensions
{
    public static bool Has(this MetadataFlags flags, MetadataFlags flag) => (flags & flag) != MetadataFlags.None;
}

/// <summary>Reads columns and their types (section 4.2.5.2 of the protocol's specification).</summary>
internal static class Metadata
{
    // No table nests its types so deep; what does is an attack on the stack.
    private const int TypeDepthMax = 32;

    // A name's length and a type's number.
    private const int ColumnLengthMin = 4;

    /// <summary>Checks a number of columns against what is left, when the columns follow.</summary>
    public static int CheckColumnCount(ref CqlReader reader, int count, MetadataFlags flags)
    {
        if (!flags.Has(MetadataFlags.NoMetadata)) return reader.Count(count, ColumnLengthMin);
        return count >= 0 ? count : throw new CqlProtocolException($"A count of {count} columns.");
    }

    public static CqlColumns ReadColumns(ref CqlReader reader, int count, MetadataFlags flags)
    {
        var isGlobal = flags.Has(MetadataFlags.GlobalTable);
        var keyspace = isGlobal ? reader.String() : string.Empty;
        var table = isGlobal ? reader.String() : string.Empty;
        var columns = new CqlColumn[reader.Count(count, ColumnLengthMin)];
        for (var index = 0; index < columns.Length; index++)
        {
            columns[index] = isGlobal
                ? new CqlColumn(keyspace, table, reader.String(), ReadType(ref reader))
                : new CqlColumn(reader.String(), reader.String(), reader.String(), ReadType(ref reader));
        }

        return new CqlColumns(columns);
    }

    public static CqlType ReadType(ref CqlReader reader, int depth = 0)
    {
        if (depth > TypeDepthMax) throw new CqlProtocolException($"A type nested more than {TypeDepthMax} deep.");
        var kind = (CqlTypeKind)reader.UInt16();
        return kind switch
        {
            CqlTypeKind.Custom => CqlClassName.Parse(reader.String()),
            CqlTypeKind.List => CqlType.List(ReadType(ref reader, depth + 1)),
            CqlTypeKind.Set => CqlType.Set(ReadType(ref reader, depth + 1)),
            CqlTypeKind.Map => CqlType.Map(ReadType(ref reader, depth + 1), ReadType(ref reader, depth + 1)),
            CqlTypeKind.Tuple => CqlType.Tuple(ReadTypes(ref reader, depth)),
            CqlTypeKind.Udt => ReadUserType(ref reader, depth),
            >= CqlTypeKind.Ascii and <= CqlTypeKind.Duration => CqlType.Native(kind),
            _ => throw new CqlProtocolException($"A type of number 0x{(int)kind:x4}."),
        };
    }

    private static CqlType[] ReadTypes(ref CqlReader reader, int depth)
    {
        var types = new CqlType[reader.Count(reader.UInt16(), elementLengthMin: 2)];
        for (var index = 0; index < types.Length; index++)
            types[index] = ReadType(ref reader, depth + 1);
        return types;
    }

    private static CqlType ReadUserType(ref CqlReader reader, int depth)
    {
        var keyspace = reader.String();
        var name = reader.String();
        var fieldNames = new string[reader.Count(reader.UInt16(), ColumnLengthMin)];
        var fields = new CqlType[fieldNames.Length];
        for (var index = 0; index < fields.Length; index++)
        {
            fieldNames[index] = reader.String();
            fields[index] = ReadType(ref reader, depth + 1);
        }

        return CqlType.Udt(keyspace, name, fieldNames, fields);
    }
}
