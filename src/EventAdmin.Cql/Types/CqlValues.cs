using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Numerics;
using System.Text;

using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Types;

/// <summary>
/// The values of a statement, written in order into a pooled buffer as they will be sent. Bound to a prepared statement's markers it checks
/// every type as it is added; the number is checked when the statement is executed. Not thread-safe; dispose it when the request is over.
/// </summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The members are named after what they write.")]
public sealed partial class CqlValues : IDisposable
{
    private const int CapacityFirst = 256;
    private const int NullLength = -1;
    private const int UnsetLength = -2;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly CqlColumns? _markers;
    private CqlBuffer _buffer = new(CapacityFirst);

    /// <summary>Values without a statement: their types are checked when they meet one.</summary>
    public CqlValues()
    {
    }

    /// <summary>Values for these bind markers.</summary>
    public CqlValues(CqlColumns markers)
    {
        ArgumentNullException.ThrowIfNull(markers);
        _markers = markers;
    }

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>The values as they are sent: [length, 32 bits][bytes] each, length -1 for null, -2 for unset.</summary>
    internal ReadOnlyMemory<byte> Written => _buffer.Written;

    internal bool HasUnset { get; private set; }

    /// <summary>ascii or text.</summary>
    /// <exception cref="CqlEncodeException">The text has a lone surrogate, which UTF-8 can't carry.</exception>
    public CqlValues Text(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        try
        {
            StrictUtf8.GetBytes(value, Add(CqlKinds.Text, "text", StrictUtf8.GetByteCount(value)));
        }
        catch (EncoderFallbackException problem)
        {
            throw new CqlEncodeException("A text has a lone surrogate.", problem);
        }

        return this;
    }

    /// <summary>ascii or text that is UTF-8 already.</summary>
    public CqlValues Utf8(ReadOnlySpan<byte> value) => Copy(CqlKinds.Text, "text", value);

    /// <summary>blob, or a custom type's bytes.</summary>
    public CqlValues Blob(ReadOnlySpan<byte> value) => Copy(CqlKinds.Blob, "bytes", value);

    /// <summary>The bytes of a value of any type, as the protocol has them.</summary>
    public CqlValues Raw(ReadOnlySpan<byte> value) => Copy(CqlKinds.Any, "bytes", value);

    /// <summary>boolean.</summary>
    public CqlValues Boolean(bool value)
    {
        Add(CqlKinds.Boolean, "a boolean", 1)[0] = value ? (byte)1 : (byte)0;
        return this;
    }

    /// <summary>tinyint.</summary>
    public CqlValues Int8(sbyte value)
    {
        Add(CqlKinds.Int8, "a number of 8 bits", 1)[0] = (byte)value;
        return this;
    }

    /// <summary>smallint.</summary>
    public CqlValues Int16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(Add(CqlKinds.Int16, "a number of 16 bits", 2), value);
        return this;
    }

    /// <summary>int.</summary>
    public CqlValues Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Add(CqlKinds.Int32, "a number of 32 bits", 4), value);
        return this;
    }

    /// <summary>bigint or counter.</summary>
    public CqlValues Int64(long value) => Write64(CqlKinds.Int64, "a number of 64 bits", value);

    /// <summary>float.</summary>
    public CqlValues Single(float value)
    {
        BinaryPrimitives.WriteSingleBigEndian(Add(CqlKinds.Single, "a float", 4), value);
        return this;
    }

    /// <summary>double.</summary>
    public CqlValues Double(double value)
    {
        BinaryPrimitives.WriteDoubleBigEndian(Add(CqlKinds.Double, "a double", 8), value);
        return this;
    }

    /// <summary>varint.</summary>
    public CqlValues BigInteger(BigInteger value)
    {
        value.TryWriteBytes(Add(CqlKinds.Varint, "a varint", value.GetByteCount()), out _, isUnsigned: false, isBigEndian: true);
        return this;
    }

    /// <summary>decimal.</summary>
    public CqlValues Decimal(CqlDecimal value)
    {
        var destination = Add(CqlKinds.Decimal, "a decimal", 4 + value.Unscaled.GetByteCount());
        BinaryPrimitives.WriteInt32BigEndian(destination, value.Scale);
        value.Unscaled.TryWriteBytes(destination[4..], out _, isUnsigned: false, isBigEndian: true);
        return this;
    }

    /// <summary>decimal, with the scale that the value has.</summary>
    public CqlValues Decimal(decimal value) => Decimal(CqlDecimal.From(value));

    /// <summary>uuid or timeuuid.</summary>
    public CqlValues Guid(Guid value)
    {
        value.TryWriteBytes(Add(CqlKinds.Uuid, "a uuid", 16), bigEndian: true, out _);
        return this;
    }

    /// <summary>inet.</summary>
    public CqlValues Address(IPAddress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        value.TryWriteBytes(Add(CqlKinds.Inet, "an address", value.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 4 : 16), out _);
        return this;
    }

    /// <summary>timestamp; what is finer than a millisecond is cut off.</summary>
    public CqlValues Timestamp(DateTimeOffset value) => TimestampMilliseconds(value.ToUnixTimeMilliseconds());

    /// <summary>timestamp, in milliseconds since 1970.</summary>
    public CqlValues TimestampMilliseconds(long value) => Write64(CqlKinds.Timestamp, "a timestamp", value);

    /// <summary>date.</summary>
    public CqlValues Date(DateOnly value) => DateDays(CqlTimes.Days(value));

    /// <summary>date, in days where 2^31 is 1970-01-01.</summary>
    public CqlValues DateDays(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Add(CqlKinds.Date, "a date", 4), value);
        return this;
    }

    /// <summary>time.</summary>
    public CqlValues Time(TimeOnly value) => TimeNanoseconds(CqlTimes.Nanoseconds(value));

    /// <summary>time, in nanoseconds since midnight.</summary>
    /// <exception cref="CqlEncodeException">The value is not inside one day.</exception>
    public CqlValues TimeNanoseconds(long value) => value is >= 0 and < CqlTimes.NanosecondsPerDay
        ? Write64(CqlKinds.Time, "a time", value)
        : throw new CqlEncodeException($"A time of {value} ns is not inside one day.");

    /// <summary>duration.</summary>
    /// <exception cref="CqlEncodeException">The parts have different signs.</exception>
    public CqlValues Duration(CqlDuration value)
    {
        if (!value.HasOneSign) throw new CqlEncodeException($"The parts of a duration have different signs: {value}.");
        var (months, days, nanoseconds) = (VInt.ZigZag(value.Months), VInt.ZigZag(value.Days), VInt.ZigZag(value.Nanoseconds));
        var destination = Add(CqlKinds.Duration, "a duration", VInt.LengthOf(months) + VInt.LengthOf(days) + VInt.LengthOf(nanoseconds));
        var position = VInt.Write(destination, months);
        position += VInt.Write(destination[position..], days);
        VInt.Write(destination[position..], nanoseconds);
        return this;
    }

    /// <summary>No value, for any type.</summary>
    public CqlValues Null() => WriteAbsent(NullLength);

    /// <summary>Leaves the column as it is; not in a condition, and not inside another value.</summary>
    public CqlValues Unset()
    {
        if (_depth > 0) throw new CqlEncodeException("Unset stands for a whole value, never for an element.");
        HasUnset = true;
        return WriteAbsent(UnsetLength);
    }

    /// <summary>Forgets all values, to be filled again.</summary>
    public void Clear()
    {
        _buffer.Clear();
        Count = 0;
        _depth = 0;
        HasUnset = false;
    }

    /// <summary>Gives the buffer back. The values can't be used after.</summary>
    public void Dispose() => _buffer.Dispose();

    private CqlValues Copy(ulong kinds, string given, ReadOnlySpan<byte> value)
    {
        value.CopyTo(Add(kinds, given, value.Length));
        return this;
    }

    private CqlValues Write64(ulong kinds, string given, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Add(kinds, given, 8), value);
        return this;
    }

    private CqlValues WriteAbsent(int length)
    {
        Next(CqlKinds.Any, "nothing");
        if (_depth > 0 && _levels[_depth - 1].Kind == CqlTypeKind.Vector) throw new CqlEncodeException("An element of a vector can't be null.");
        BinaryPrimitives.WriteInt32BigEndian(_buffer.Take(4), length);
        return this;
    }

    // Checks the type and writes the length where there is one.
    private Span<byte> Add(ulong kinds, string given, int length)
    {
        var type = Next(kinds, given);
        WriteLength(type, length);
        return _buffer.Take(length);
    }
}
