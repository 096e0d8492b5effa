using System.Text;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>
/// Names from <paramref name="From"/> (inclusive) to <paramref name="To"/> (exclusive; null for no end), in the order of their UTF-8 bytes,
/// which is that of their code points. The bounds are text themselves, as the cluster takes no other.
/// </summary>
internal sealed record NameRange(string From, string? To)
{
    private const string SystemStart = "$";
    private const string SystemEnd = "%";
    private const int CodePointMax = 0x10FFFF;
    private const int SurrogatesFirst = 0xD800;
    private const int SurrogatesLast = 0xDFFF;

    /// <summary>True when no name can be inside.</summary>
    public bool IsEmpty => To is not null && Compare(From, To) >= 0;

    /// <summary>The ranges, in the order of the read, of the names that start so and stand beyond another.</summary>
    public static IReadOnlyList<NameRange> Of(string prefix, string? after, bool isForward, bool includeSystem)
    {
        var range = new NameRange(prefix, Following(prefix));
        if (after is not null)
        {
            // The least name beyond another is it with the least character behind it.
            range = isForward
                ? range with { From = Compare(range.From, after) > 0 ? range.From : after + '\0' }
                : range with { To = range.To is null || Compare(after, range.To) < 0 ? after : range.To };
        }

        NameRange[] ranges = includeSystem
            ? [range]
            : [range with { To = Earlier(range.To, SystemStart) }, range with { From = Compare(range.From, SystemEnd) > 0 ? range.From : SystemEnd }];
        var inside = ranges.Where(one => !one.IsEmpty);
        return [.. isForward ? inside : inside.Reverse()];
    }

    /// <summary>False for what holds half a character, which no name does.</summary>
    public static bool IsText(string text) => string.Concat(text.EnumerateRunes()) == text;

    /// <summary>Byte by byte over UTF-8, which a comparison of UTF-16 is not.</summary>
    public static int Compare(string left, string right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    private static string Earlier(string? left, string right) => left is null || Compare(right, left) < 0 ? right : left;

    // The least text beyond all that start so: its last character that can be raised is. Null when there is none.
    private static string? Following(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        for (var i = runes.Count - 1; i >= 0; i--)
        {
            var next = runes[i].Value + 1;
            if (next is >= SurrogatesFirst and <= SurrogatesLast)
                next = SurrogatesLast + 1;
            if (next > CodePointMax)
                continue;
            return string.Concat(runes.Take(i).Append(new Rune(next)).Select(rune => rune.ToString()));
        }

        return null;
    }
}
