using System.Text;

namespace EventAdmin.Storage.Sqlite.Reading;

/// <summary>
/// Names from <paramref name="From"/> (inclusive) to <paramref name="To"/> (exclusive), as UTF-8 bytes. A bound need not be text: the byte
/// 0xFF stands in no name and comes after all.
/// </summary>
internal readonly record struct NameRange(byte[] From, byte[] To)
{
    private static readonly byte[] SystemStart = "$"u8.ToArray();
    private static readonly byte[] SystemEnd = "%"u8.ToArray();

    public bool IsEmpty => From.AsSpan().SequenceCompareTo(To) >= 0;

    /// <summary>The ranges, in order of the read, of the names that start so and stand beyond another.</summary>
    public static IReadOnlyList<NameRange> Of(string prefix, string? after, bool isForward, bool includeSystem)
    {
        var start = Encoding.UTF8.GetBytes(prefix);
        var range = new NameRange(start, [.. start, 0xFF]);
        if (after is not null)
        {
            // The least name beyond another is it with the least byte behind it.
            var edge = Encoding.UTF8.GetBytes(after);
            range = isForward
                ? new NameRange(Later(range.From, [.. edge, 0]), range.To)
                : new NameRange(range.From, Earlier(range.To, edge));
        }

        NameRange[] ranges = includeSystem
            ? [range]
            : [range with { To = Earlier(range.To, SystemStart) }, range with { From = Later(range.From, SystemEnd) }];
        var wanted = ranges.Where(part => !part.IsEmpty);
        return [.. isForward ? wanted : wanted.Reverse()];
    }

    private static byte[] Later(byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right) >= 0 ? left : right;

    private static byte[] Earlier(byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right) <= 0 ? left : right;
}
