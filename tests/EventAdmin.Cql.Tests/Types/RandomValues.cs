using System.Net;
using System.Numerics;
using System.Text;

using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Tests.Types;

/// <summary>Any type, and any value of it.</summary>
internal static class RandomValues
{
    private static readonly CqlTypeKind[] Natives =
        [.. Enum.GetValues<CqlTypeKind>().Where(static kind => kind is > CqlTypeKind.Custom and < CqlTypeKind.List)];

    public static CqlType Type(Random random, int depth = 0) => (depth < 3 ? random.Next(12) : 0) switch
    {
        6 => CqlType.List(Type(random, depth + 1)),
        7 => CqlType.Set(Type(random, depth + 1)),
        8 => CqlType.Map(Type(random, depth + 1), Type(random, depth + 1)),
        9 => CqlType.Tuple([.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Type(random, depth + 1))]),
        10 => CqlType.Vector(Type(random, depth + 1), 1 + random.Next(4)),
        11 => CqlType.Udt("ks", "u", ["a", "b"], [Type(random, depth + 1), Type(random, depth + 1)]),
        _ => CqlType.Native(Natives[random.Next(Natives.Length)]),
    };

    public static object Value(Random random, CqlType type) => type.Kind switch
    {
        CqlTypeKind.Ascii => Text(random, 0x80),
        CqlTypeKind.Text or CqlTypeKind.Varchar => Text(random, 0x1_0000),
        CqlTypeKind.Blob => Bytes(random, random.Next(40)),
        CqlTypeKind.Boolean => random.Next(2) == 0,
        CqlTypeKind.TinyInt => (sbyte)Integer(random),
        CqlTypeKind.SmallInt => (short)Integer(random),
        CqlTypeKind.Int => (int)Integer(random),
        CqlTypeKind.Bigint or CqlTypeKind.Counter => Integer(random),
        CqlTypeKind.Float => BitConverter.Int32BitsToSingle((int)Integer(random)),
        CqlTypeKind.Double => BitConverter.Int64BitsToDouble(Integer(random)),
        CqlTypeKind.Varint => new BigInteger(Bytes(random, 1 + random.Next(30))),
        CqlTypeKind.Decimal => new CqlDecimal((int)Integer(random), new BigInteger(Bytes(random, 1 + random.Next(20)))),
        CqlTypeKind.Uuid or CqlTypeKind.Timeuuid => new Guid(Bytes(random, 16)),
        CqlTypeKind.Timestamp => Integer(random) is var ms && CqlTimes.TryTimestamp(ms, out var instant) ? instant : ms,
        CqlTypeKind.Date => (uint)Integer(random) is var days && CqlTimes.TryDate(days, out var date) ? date : days,
        CqlTypeKind.Time => random.NextInt64(CqlTimes.NanosecondsPerDay) is var ns && CqlTimes.TryTime(ns, out var time) ? time : ns,
        CqlTypeKind.Duration => Duration(random),
        CqlTypeKind.Inet => new IPAddress(Bytes(random, random.Next(2) == 0 ? 4 : 16)),
        CqlTypeKind.Vector => Enumerable.Range(0, type.Dimension).Select(_ => (object?)Value(random, type.Elements[0])).ToList(),
        CqlTypeKind.Map => Enumerable.Range(0, random.Next(4)).Select(_ => Pair(random, type)).ToList(),
        CqlTypeKind.Tuple or CqlTypeKind.Udt => type.Elements.Select(field => random.Next(4) == 0 ? null : Value(random, field)).ToList(),
        _ => Enumerable.Range(0, random.Next(5)).Select(_ => (object?)Value(random, type.Elements[0])).ToList(),
    };

    private static KeyValuePair<object?, object?> Pair(Random random, CqlType type) =>
        new(Value(random, type.Elements[0]), Value(random, type.Elements[1]));

    private static CqlDuration Duration(Random random)
    {
        var (months, days, nanoseconds) = ((int)Integer(random) & int.MaxValue, (int)Integer(random) & int.MaxValue, Integer(random) & long.MaxValue);
        return random.Next(2) == 0 ? new CqlDuration(months, days, nanoseconds) : new CqlDuration(-months, -days, -nanoseconds);
    }

    // As likely short as long, and often at an end of its range.
    private static long Integer(Random random) => random.Next(8) switch
    {
        0 => 0,
        1 => -1,
        2 => long.MaxValue,
        3 => long.MinValue,
        _ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
    };

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Text(Random random, int runeEnd)
    {
        var text = new StringBuilder();
        for (var count = random.Next(20); count > 0; count--)
        {
            if (Rune.TryCreate(random.Next(runeEnd), out var rune)) text.Append(rune);
        }

        return text.ToString();
    }
}
