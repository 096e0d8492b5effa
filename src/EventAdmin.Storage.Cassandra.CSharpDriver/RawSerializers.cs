using System.Net;
using Cassandra;
using Cassandra.Serialization;

namespace EventAdmin.Storage.Cassandra.CSharpDriver;

/// <summary>
/// Makes the driver hand values over as they came. What it reads itself from the system tables (uuid, inet, int) stays typed where that loses
/// nothing; texts and blobs are exact in the driver's own decoders.
/// </summary>
internal static class RawSerializers
{
    private static readonly ColumnTypeCode[] Codes =
    [
        ColumnTypeCode.Bigint, ColumnTypeCode.Boolean, ColumnTypeCode.Counter, ColumnTypeCode.Date, ColumnTypeCode.Decimal, ColumnTypeCode.Double,
        ColumnTypeCode.Duration, ColumnTypeCode.Float, ColumnTypeCode.Inet, ColumnTypeCode.Int, ColumnTypeCode.SmallInt, ColumnTypeCode.Time,
        ColumnTypeCode.Timestamp, ColumnTypeCode.Timeuuid, ColumnTypeCode.TinyInt, ColumnTypeCode.Uuid, ColumnTypeCode.Varint,
    ];

    public static TypeSerializerDefinitions Define()
    {
        var definitions = new TypeSerializerDefinitions();
        foreach (var code in Codes)
            definitions.Define(new Native(code));
        return definitions.Define(new Udt());
    }

    private sealed class Native(ColumnTypeCode code) : TypeSerializer<object>
    {
        public override ColumnTypeCode CqlType => code;

        public override object Deserialize(ushort protocolVersion, byte[] buffer, int offset, int length, IColumnInfo typeInfo) => (code, length) switch
        {
            (ColumnTypeCode.Uuid or ColumnTypeCode.Timeuuid, 16) => new Guid(buffer.AsSpan(offset, length), bigEndian: true),
            (ColumnTypeCode.Inet, 4 or 16) => new IPAddress(buffer.AsSpan(offset, length)),
            (ColumnTypeCode.Int, 4) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(offset)),
            _ => new RawValue(buffer.AsSpan(offset, length).ToArray()),
        };

        public override byte[] Serialize(ushort protocolVersion, object value) =>
            throw new InvalidOperationException("Expected values to be bound as bytes.");
    }

    // Without a mapping the driver returns the buffer that it reads the next value into.
    private sealed class Udt : UdtSerializer
    {
        public override object Deserialize(ushort protocolVersion, byte[] buffer, int offset, int length, IColumnInfo typeInfo) =>
            buffer.AsSpan(offset, length).ToArray();
    }
}
