using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Types;

/// <summary>Sets of kinds as bits, one for each .NET type that the client reads and writes.</summary>
internal static class CqlKinds
{
    public static readonly ulong Text = Of(CqlTypeKind.Ascii, CqlTypeKind.Text, CqlTypeKind.Varchar);
    public static readonly ulong Blob = Of(CqlTypeKind.Blob, CqlTypeKind.Custom);
    public static readonly ulong Boolean = Of(CqlTypeKind.Boolean);
    public static readonly ulong Int8 = Of(CqlTypeKind.TinyInt);
    public static readonly ulong Int16 = Of(CqlTypeKind.SmallInt);
    public static readonly ulong Int32 = Of(CqlTypeKind.Int);
    public static readonly ulong Int64 = Of(CqlTypeKind.Bigint, CqlTypeKind.Counter);
    public static readonly ulong Single = Of(CqlTypeKind.Float);
    public static readonly ulong Double = Of(CqlTypeKind.Double);
    public static readonly ulong Varint = Of(CqlTypeKind.Varint);
    public static readonly ulong Decimal = Of(CqlTypeKind.Decimal);
    public static readonly ulong Uuid = Of(CqlTypeKind.Uuid, CqlTypeKind.Timeuuid);
    public static readonly ulong Timestamp = Of(CqlTypeKind.Timestamp);
    public static readonly ulong Date = Of(CqlTypeKind.Date);
    public static readonly ulong Time = Of(CqlTypeKind.Time);
    public static readonly ulong Duration = Of(CqlTypeKind.Duration);
    public static readonly ulong Inet = Of(CqlTypeKind.Inet);
    public static readonly ulong Sequence = Of(CqlTypeKind.List, CqlTypeKind.Set);
    public static readonly ulong Map = Of(CqlTypeKind.Map);
    public static readonly ulong Fields = Of(CqlTypeKind.Tuple, CqlTypeKind.Udt);
    public static readonly ulong Vector = Of(CqlTypeKind.Vector);
    public const ulong Any = ulong.MaxValue;

    public static bool Has(ulong kinds, CqlTypeKind kind) => (kinds & Bit(kind)) != 0;

    private static ulong Of(params ReadOnlySpan<CqlTypeKind> kinds)
    {
        ulong bits = 0;
        foreach (var kind in kinds)
            bits |= Bit(kind);
        return bits;
    }

    // The protocol's numbers end at 0x31; a vector's is the client's own.
    private static ulong Bit(CqlTypeKind kind) => 1UL << (kind == CqlTypeKind.Vector ? 63 : (int)kind);
}
