using System.Collections;
using System.Globalization;
using System.Net;
using System.Numerics;

using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Tests.Vectors;

/// <summary>Types and values as the vectors write them.</summary>
internal static class VectorText
{
    public static CqlType Type(string text)
    {
        var open = text.IndexOf('<', StringComparison.Ordinal);
        if (open < 0) return CqlType.Native(text == "text" ? CqlTypeKind.Varchar : Enum.Parse<CqlTypeKind>(text, ignoreCase: true));
        var parts = text[(open + 1)..^1].Split(',');
        return text[..open] switch
        {
            "list" => CqlType.List(Type(parts[0])),
            "set" => CqlType.Set(Type(parts[0])),
            "map" => CqlType.Map(Type(parts[0]), Type(parts[1])),
            "tuple" => CqlType.Tuple([.. parts.Select(Type)]),
            "vector" => CqlType.Vector(Type(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture)),
            var other => throw new FormatException($"A type '{other}'."),
        };
    }

    /// <summary>The object that a text stands for.</summary>
    public static object? Value(CqlType type, string text) => (type.Kind, text) switch
    {
        (_, "null") => null,
        (CqlTypeKind.Ascii or CqlTypeKind.Varchar, ['"', .. var inner, '"']) => inner,
        (CqlTypeKind.Ascii or CqlTypeKind.Varchar, _) => text,
        (CqlTypeKind.Boolean, _) => bool.Parse(text),
        (CqlTypeKind.TinyInt, _) => sbyte.Parse(text, CultureInfo.InvariantCulture),
        (CqlTypeKind.SmallInt, _) => short.Parse(text, CultureInfo.InvariantCulture),
        (CqlTypeKind.Int, _) => int.Parse(text, CultureInfo.InvariantCulture),
        (CqlTypeKind.Bigint, _) => long.Parse(text, CultureInfo.InvariantCulture),
        (CqlTypeKind.Float, _) => float.Parse(text, CultureInfo.InvariantCulture),
        (CqlTypeKind.Double, _) => double.Parse(text, CultureInfo.InvariantCulture),
        (CqlTypeKind.Varint, _) => BigInteger.Parse(text, CultureInfo.InvariantCulture),
        (CqlTypeKind.Decimal, _) => Decimal(text),
        (CqlTypeKind.Uuid or CqlTypeKind.Timeuuid, _) => Guid.Parse(text),
        (CqlTypeKind.Blob, _) => Convert.FromHexString(text[2..]),
        (CqlTypeKind.Inet, _) => IPAddress.Parse(text),
        (CqlTypeKind.Timestamp or CqlTypeKind.Date or CqlTypeKind.Time or CqlTypeKind.Duration, _) => Time(type.Kind, text),
        (CqlTypeKind.Map, _) => Split(text).Select(pair => Pair(type, pair)).ToList(),
        (CqlTypeKind.Tuple, _) => Split(text).Select((field, index) => Value(type.Elements[index], field)).ToList(),
        _ => Split(text).Select(element => Value(type.Elements[0], element)).ToList(),
    };

    /// <summary>A value for people and for comparing: as <see cref="Value"/> reads it, texts without quotes.</summary>
    public static string Show(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool truth => truth ? "true" : "false",
        byte[] bytes => "0x" + Convert.ToHexStringLower(bytes),
        DateTimeOffset instant => instant.ToString("O", CultureInfo.InvariantCulture),
        CqlDuration duration => string.Create(CultureInfo.InvariantCulture, $"months={duration.Months} days={duration.Days} nanos={duration.Nanoseconds}"),
        List<KeyValuePair<object?, object?>> pairs => $"{{{string.Join(',', pairs.Select(static pair => $"{Show(pair.Key)}:{Show(pair.Value)}"))}}}",
        IEnumerable elements => $"[{string.Join(',', elements.Cast<object?>().Select(Show))}]",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static object Time(CqlTypeKind kind, string text) => (kind, text) switch
    {
        (CqlTypeKind.Timestamp, "epoch") => DateTimeOffset.UnixEpoch,
        (CqlTypeKind.Timestamp, [.. var milliseconds, 'm', 's']) => long.Parse(milliseconds, CultureInfo.InvariantCulture),
        (CqlTypeKind.Timestamp, _) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture),
        (CqlTypeKind.Date, _) => CqlTimes.TryDate(Days(text), out var date) ? date : Days(text),
        (CqlTypeKind.Time, [.. var nanoseconds, 'n', 's']) => Nanoseconds(long.Parse(nanoseconds, CultureInfo.InvariantCulture)),
        (CqlTypeKind.Time, _) => TimeOnly.Parse(text, CultureInfo.InvariantCulture),
        _ => Duration([.. text.Split(' ').Select(static part => long.Parse(part.Split('=')[1], CultureInfo.InvariantCulture))]),
    };

    private static object Nanoseconds(long nanoseconds) => CqlTimes.TryTime(nanoseconds, out var time) ? time : nanoseconds;

    private static CqlDuration Duration(long[] parts) => new((int)parts[0], (int)parts[1], parts[2]);

    private static CqlDecimal Decimal(string text)
    {
        var scale = text.Contains('.', StringComparison.Ordinal) ? text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        return new CqlDecimal(scale, BigInteger.Parse(text.Replace(".", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture));
    }

    // year-month-day in the proleptic Gregorian calendar, any year: the days before the year, then those before the month.
    private static uint Days(string text)
    {
        var isNegative = text.StartsWith('-');
        var parts = (isNegative ? text[1..] : text).Split('-').Select(static part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var year = isNegative ? -parts[0] : parts[0];
        // 400 years are 146,097 days: move into .NET's range and count the cycles.
        var cycles = (long)Math.Floor((year - 2000) / 400.0);
        var date = new DateOnly((int)(year - (cycles * 400)), (int)parts[1], (int)parts[2]);
        return (uint)(date.DayNumber - new DateOnly(1970, 1, 1).DayNumber + (cycles * 146_097) + (1L << 31));
    }

    private static KeyValuePair<object?, object?> Pair(CqlType type, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return new(Value(type.Elements[0], text[..colon]), Value(type.Elements[1], text[(colon + 1)..]));
    }

    private static string[] Split(string text) => text.Length == 2 ? [] : text[1..^1].Split(',');
}
