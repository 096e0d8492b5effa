using System.Buffers.Binary;
using System.Net;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Types;

/// <summary>
/// A value as it lies in its page: a type and bytes that are valid until the page is disposed. Every getter checks the type, null and the
/// length, and throws <see cref="CqlDecodeException"/> where they do not fit; nothing is ever wrapped or rounded to fit.
/// </summary>
public readonly ref partial struct CqlValue
{
    internal CqlValue(CqlType type, ReadOnlySpan<byte> bytes, bool isNull)
    {
        Type = type;
        Bytes = bytes;
        IsNull = isNull;
    }

    /// <summary>The type of the column, element or field.</summary>
    public CqlType Type { get; }

    /// <summary>The bytes as sent, of any type; empty for null.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>True when there is no value.</summary>
    public bool IsNull { get; }

    /// <summary>True for a value of no bytes, which is neither null nor zero; old writers left them in columns of fixed width.</summary>
    public bool IsEmpty => !IsNull && Bytes.IsEmpty;

    /// <summary>ascii or text.</summary>
    public string AsText() => Encoding.UTF8.GetString(AsUtf8());

    /// <summary>ascii or text as UTF-8, checked to be valid.</summary>
    public ReadOnlySpan<byte> AsUtf8()
    {
        var bytes = Checked(CqlKinds.Text, "text");
        return Utf8.IsValid(bytes) ? bytes : throw Problem("The bytes are no valid UTF-8");
    }

    /// <summary>blob, or a custom type's bytes.</summary>
    public ReadOnlySpan<byte> AsBlob() => Checked(CqlKinds.Blob, "bytes");

    /// <summary>boolean: any byte but 0 is true.</summary>
    public bool AsBoolean() => Fixed(CqlKinds.Boolean, "a boolean", 1)[0] != 0;

    /// <summary>tinyint.</summary>
    public sbyte AsInt8() => (sbyte)Fixed(CqlKinds.Int8, "a number of 8 bits", 1)[0];

    /// <summary>smallint.</summary>
    public short AsInt16() => BinaryPrimitives.ReadInt16BigEndian(Fixed(CqlKinds.Int16, "a number of 16 bits", 2));

    /// <summary>int.</summary>
    public int AsInt32() => BinaryPrimitives.ReadInt32BigEndian(Fixed(CqlKinds.Int32, "a number of 32 bits", 4));

    /// <summary>bigint or counter.</summary>
    public long AsInt64() => BinaryPrimitives.ReadInt64BigEndian(Fixed(CqlKinds.Int64, "a number of 64 bits", 8));

    /// <summary>float.</summary>
    public float AsSingle() => BinaryPrimitives.ReadSingleBigEndian(Fixed(CqlKinds.Single, "a float", 4));

    /// <summary>double.</summary>
    public double AsDouble() => BinaryPrimitives.ReadDoubleBigEndian(Fixed(CqlKinds.Double, "a double", 8));

    /// <summary>varint, of any size.</summary>
    public BigInteger AsBigInteger() => Integer(Checked(CqlKinds.Varint, "a varint"));

    /// <summary>decimal, of any size and scale.</summary>
    public CqlDecimal AsCqlDecimal()
    {
        var bytes = Checked(CqlKinds.Decimal, "a decimal");
        return bytes.Length > 4
            ? new CqlDecimal(BinaryPrimitives.ReadInt32BigEndian(bytes), Integer(bytes[4..]))
            : throw Problem(bytes.IsEmpty ? "The value is empty" : "A decimal has more than 4 bytes");
    }

    /// <summary>decimal, when it fits exactly into a <see cref="decimal"/>.</summary>
    public decimal AsDecimal() =>
        AsCqlDecimal().TryToDecimal(out var value) ? value : throw Problem("The value does not fit into a System.Decimal");

    /// <summary>uuid or timeuuid.</summary>
    public Guid AsGuid() => new(Fixed(CqlKinds.Uuid, "a uuid", 16), bigEndian: true);

    /// <summary>inet.</summary>
    public IPAddress AsAddress()
    {
        var bytes = Checked(CqlKinds.Inet, "an address");
        return bytes.Length is 4 or 16 ? new IPAddress(bytes) : throw Problem("An address has 4 or 16 bytes");
    }

    private BigInteger Integer(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? throw Problem("The value is empty") : new BigInteger(bytes, isUnsigned: false, isBigEndian: true);

    private ReadOnlySpan<byte> Fixed(ulong kinds, string wanted, int width)
    {
        var bytes = Checked(kinds, wanted);
        if (bytes.Length == width) return bytes;
        throw Problem(bytes.IsEmpty ? "The value is empty, which is neither null nor zero" : $"The value has not {width} bytes");
    }

    private ReadOnlySpan<byte> Checked(ulong kinds, string wanted)
    {
        if (!CqlKinds.Has(kinds, Type.Kind)) throw Problem($"The value is asked for as {wanted}");
        return IsNull ? throw Problem("The value is null") : Bytes;
    }

    private CqlDecodeException Problem(string problem) => new(problem, Type, Bytes);
}
