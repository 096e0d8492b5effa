using Cassandra;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Storage.Cassandra.CSharpDriver;

/// <summary>The driver's descriptions of types as ours.</summary>
internal static class DriverTypes
{
    public static CqlColumns ColumnsOf(IReadOnlyList<ColumnDesc>? columns) =>
        new((columns ?? []).Select(column => new EventAdmin.Cql.Messages.CqlColumn(column.Keyspace, column.Table, column.Name, TypeOf(column))));

    private static CqlType TypeOf(ColumnDesc column) => TypeOf(column.TypeCode, column.TypeInfo);

    private static CqlType TypeOf(ColumnTypeCode code, IColumnInfo? details) => details switch
    {
        ListColumnInfo list => CqlType.List(TypeOf(list.ValueTypeCode, list.ValueTypeInfo)),
        SetColumnInfo set => CqlType.Set(TypeOf(set.KeyTypeCode, set.KeyTypeInfo)),
        MapColumnInfo map => CqlType.Map(TypeOf(map.KeyTypeCode, map.KeyTypeInfo), TypeOf(map.ValueTypeCode, map.ValueTypeInfo)),
        VectorColumnInfo vector => CqlType.Vector(TypeOf(vector.ValueTypeCode, vector.ValueTypeInfo), vector.Dimensions ?? 1),
        TupleColumnInfo tuple => CqlType.Tuple([.. tuple.Elements.Select(TypeOf)]),
        UdtColumnInfo udt => UdtOf(udt),
        CustomColumnInfo custom => CqlType.Custom(custom.CustomTypeName ?? ""),
        _ => CqlType.Native((CqlTypeKind)code),
    };

    // The driver joins the keyspace and the name by a dot.
    private static CqlType UdtOf(UdtColumnInfo udt)
    {
        var dot = udt.Name.IndexOf('.', StringComparison.Ordinal);
        return CqlType.Udt(udt.Name[..Math.Max(dot, 0)], udt.Name[(dot + 1)..], [.. udt.Fields.Select(field => field.Name)], [.. udt.Fields.Select(TypeOf)]);
    }
}
