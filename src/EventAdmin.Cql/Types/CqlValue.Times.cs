using System.Buffers.Binary;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Types;

public readonly ref partial struct CqlValue
{
    /// <summary>timestamp, when it is in the years 1 to 9999.</summary>
    public DateTimeOffset AsTimestamp() =>
        CqlTimes.TryTimestamp(AsTimestampMilliseconds(), out var instant) ? instant : throw Problem("The timestamp is outside DateTimeOffset");

    /// <summary>timestamp as milliseconds since 1970; any of 64 bits.</summary>
    public long AsTimestampMilliseconds() => BinaryPrimitives.ReadInt64BigEndian(Fixed(CqlKinds.Timestamp, "a timestamp", 8));

    /// <summary>date, when it is in the years 1 to 9999.</summary>
    public DateOnly AsDate() => CqlTimes.TryDate(AsDateDays(), out var date) ? date : throw Problem("The date is outside DateOnly");

    /// <summary>date as days, where 2^31 is 1970-01-01; any of 32 bits.</summary>
    public uint AsDateDays() => BinaryPrimitives.ReadUInt32BigEndian(Fixed(CqlKinds.Date, "a date", 4));

    /// <summary>time, when it is a whole number of 100 ns; <see cref="AsTimeNanoseconds"/> reads every one.</summary>
    public TimeOnly AsTime() =>
        CqlTimes.TryTime(AsTimeNanoseconds(), out var time) ? time : throw Problem("The time is outside TimeOnly or finer than 100 ns");

    /// <summary>time as nanoseconds since midnight.</summary>
    public long AsTimeNanoseconds() => BinaryPrimitives.ReadInt64BigEndian(Fixed(CqlKinds.Time, "a time", 8));

    /// <summary>duration.</summary>
    public CqlDuration AsDuration()
    {
        var bytes = Checked(CqlKinds.Duration, "a duration");
        var months = Part(ref bytes);
        var days = Part(ref bytes);
        var nanoseconds = Part(ref bytes);
        if (!bytes.IsEmpty || months != (int)months || days != (int)days) throw Problem("A duration is three vints: two of 32 bits and one of 64");
        return new CqlDuration((int)months, (int)days, nanoseconds);
    }

    private long Part(ref ReadOnlySpan<byte> bytes)
    {
        if (!VInt.TryRead(bytes, out var value, out var length)) throw Problem("A duration is three vints, and the bytes end before them");
        bytes = bytes[length..];
        return VInt.UnZigZag(value);
    }
}
