using System.Collections;
using System.Net;
using System.Numerics;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Types;

// Values as objects, the counterpart of CqlValue.ToObject.
public sealed partial class CqlValues
{
    /// <summary>
    /// A value as an object, of the .NET type that its CQL type has in <see cref="CqlValue.ToObject"/>; null for null. The type must be
    /// given where no statement tells it.
    /// </summary>
    /// <exception cref="CqlEncodeException">The object is of another type.</exception>
    public CqlValues Object(CqlType type, object? value)
    {
        ArgumentNullException.ThrowIfNull(type);
        return value switch
        {
            null => Null(),
            string text when type.IsText => Text(text),
            byte[] bytes when CqlKinds.Has(CqlKinds.Blob, type.Kind) => Blob(bytes),
            IPAddress address when type.Kind == CqlTypeKind.Inet => Address(address),
            Guid uuid when CqlKinds.Has(CqlKinds.Uuid, type.Kind) => Guid(uuid),
            bool truth when type.Kind == CqlTypeKind.Boolean => Boolean(truth),
            _ => ObjectNumber(type, value) ?? ObjectTime(type, value) ?? ObjectNested(type, value) ?? throw Unfit(type, value),
        };
    }

    private static CqlEncodeException Unfit(CqlType type, object value) => new($"A {value.GetType().Name} can't be written as {type}.");

    private CqlValues? ObjectNumber(CqlType type, object value) => (type.Kind, value) switch
    {
        (CqlTypeKind.TinyInt, sbyte number) => Int8(number),
        (CqlTypeKind.SmallInt, short number) => Int16(number),
        (CqlTypeKind.Int, int number) => Int32(number),
        (CqlTypeKind.Bigint or CqlTypeKind.Counter, long number) => Int64(number),
        (CqlTypeKind.Float, float number) => Single(number),
        (CqlTypeKind.Double, double number) => Double(number),
        (CqlTypeKind.Varint, BigInteger number) => BigInteger(number),
        (CqlTypeKind.Decimal, CqlDecimal number) => Decimal(number),
        (CqlTypeKind.Decimal, decimal number) => Decimal(number),
        _ => null,
    };

    private CqlValues? ObjectTime(CqlType type, object value) => (type.Kind, value) switch
    {
        (CqlTypeKind.Timestamp, DateTimeOffset instant) => Timestamp(instant),
        (CqlTypeKind.Timestamp, long milliseconds) => TimestampMilliseconds(milliseconds),
        (CqlTypeKind.Date, DateOnly date) => Date(date),
        (CqlTypeKind.Date, uint days) => DateDays(days),
        (CqlTypeKind.Time, TimeOnly time) => Time(time),
        (CqlTypeKind.Time, long nanoseconds) => TimeNanoseconds(nanoseconds),
        (CqlTypeKind.Duration, CqlDuration duration) => Duration(duration),
        _ => null,
    };

    private CqlValues? ObjectNested(CqlType type, object value) => (type.Kind, value) switch
    {
        (CqlTypeKind.List or CqlTypeKind.Set, IEnumerable elements) => Nested(type, elements, BeginCollection),
        (CqlTypeKind.Tuple or CqlTypeKind.Udt, IEnumerable fields) => NestedFields(type, fields),
        (CqlTypeKind.Vector, IEnumerable elements) => Nested(type, elements, _ => BeginKnownVector(type)),
        (CqlTypeKind.Map, IEnumerable<KeyValuePair<object?, object?>> pairs) => NestedPairs(type, pairs.ToList()),
        _ => null,
    };

    private CqlValues Nested(CqlType type, IEnumerable elements, Func<int, CqlValues> begin)
    {
        var list = elements.Cast<object?>().ToList();
        begin(list.Count);
        foreach (var element in list)
            Object(type.Elements[0], element);
        return End();
    }

    private CqlValues NestedFields(CqlType type, IEnumerable fields)
    {
        BeginTuple();
        var index = 0;
        foreach (var field in fields)
        {
            if (index == type.Elements.Count) throw new CqlEncodeException($"{type} has {index} fields, and more are given.");
            Object(type.Elements[index++], field);
        }

        return End();
    }

    private CqlValues NestedPairs(CqlType type, List<KeyValuePair<object?, object?>> pairs)
    {
        BeginCollection(pairs.Count);
        foreach (var (key, value) in pairs)
        {
            Object(type.Elements[0], key);
            Object(type.Elements[1], value);
        }

        return End();
    }

    // Without a statement the object's own type tells how elements are written.
    private CqlValues BeginKnownVector(CqlType type)
    {
        var known = Next(CqlKinds.Vector, "a vector") ?? type;
        Open(known, CqlTypeKind.Vector, known.Dimension);
        return this;
    }
}
