using System.Collections;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json.Nodes;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Tests.CrossCheck;

/// <summary>Values as JSON in which each has one spelling, the same that <c>cross-check.js</c> uses.</summary>
internal static class PlainForm
{
    public static JsonNode? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        bool truth => truth,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        sbyte or short or int or long or BigInteger => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        float number => OfNumber(number, Convert.ToHexStringLower(Swapped(BitConverter.GetBytes(number)))),
        double number => OfNumber(number, Convert.ToHexStringLower(Swapped(BitConverter.GetBytes(number)))),
        CqlDecimal number => string.Create(CultureInfo.InvariantCulture, $"{number.Unscaled}@{number.Scale}"),
        CqlDuration duration => string.Create(CultureInfo.InvariantCulture, $"{duration.Months},{duration.Days},{duration.Nanoseconds}"),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => string.Create(CultureInfo.InvariantCulture, $"{time.Ticks * 100}"),
        DateTimeOffset instant => string.Create(CultureInfo.InvariantCulture, $"{instant.ToUnixTimeMilliseconds()}"),
        Guid uuid => uuid.ToString(),
        IPAddress address => Convert.ToHexStringLower(address.GetAddressBytes()),
        IEnumerable<KeyValuePair<object?, object?>> pairs => new JsonArray([.. pairs.Select(pair => new JsonArray(Of(pair.Key), Of(pair.Value)))]),
        IEnumerable values => new JsonArray([.. values.Cast<object?>().Select(Of)]),
        _ => throw new NotSupportedException($"There is no plain form of {value.GetType()}."),
    };

    // The bits of what is not a number are not kept by every language.
    private static string OfNumber(double number, string bits) =>
        double.IsNaN(number) ? "NaN" : double.IsPositiveInfinity(number) ? "Infinity" : double.IsNegativeInfinity(number) ? "-Infinity" : bits;

    private static byte[] Swapped(byte[] bytes)
    {
        Array.Reverse(bytes);
        return bytes;
    }
}
