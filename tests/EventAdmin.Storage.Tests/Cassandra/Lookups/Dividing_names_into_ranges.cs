using CsCheck;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Lookups;

namespace EventAdmin.Storage.Tests.Cassandra.Lookups;

public sealed class Dividing_names_into_ranges
{
    private static readonly string[] Characters = ["$", "%", "-", "a", "b", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "\U0010FFFF"];

    private static readonly Gen<string> Name = Gen.Int[0, Characters.Length - 1].Array[0, 3].Select(places => string.Concat(places.Select(place => Characters[place])));

    [Fact]
    public void A_name_is_in_a_range_when_it_starts_so_and_stands_beyond_the_other()
    {
        Gen.Select(Name, Name, Gen.Bool, Name, Gen.Bool, Gen.Bool).Sample((name, prefix, hasAfter, after, isForward, includeSystem) =>
        {
            var order = StreamId.ByUtf8.Compare(name, after);
            var isWanted = name.StartsWith(prefix, StringComparison.Ordinal)
                && (!hasAfter || (isForward ? order > 0 : order < 0))
                && (includeSystem || !name.StartsWith('$'));

            var inside = NameRange.Of(prefix, hasAfter ? after : null, isForward, includeSystem).Count(range => Contains(range, name));

            return inside == (isWanted ? 1 : 0);
        });
    }

    [Fact]
    public void Half_a_character_is_no_text()
    {
        const string whole = "cart-\U0001F6D2";

        Assert.True(NameRange.IsText(whole));
        Assert.True(NameRange.IsText("cart-\uFFFD"));
        Assert.False(NameRange.IsText(whole[..^1]));
        Assert.False(NameRange.IsText(whole[^1..]));
    }

    private static bool Contains(NameRange range, string name) =>
        StreamId.ByUtf8.Compare(name, range.From) >= 0 && (range.To is null || StreamId.ByUtf8.Compare(name, range.To) < 0);
}
