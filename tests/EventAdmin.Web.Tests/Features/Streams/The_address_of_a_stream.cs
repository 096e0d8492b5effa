using CsCheck;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Features.Streams;
using Microsoft.AspNetCore.WebUtilities;

namespace EventAdmin.Web.Tests.Features.Streams;

public sealed class The_address_of_a_stream
{
    private static readonly Gen<DateTimeOffset?> Instants =
        Gen.Long[0, 3_000_000_000_000_0000].Select(ticks => DateTimeOffset.UnixEpoch.AddTicks(ticks)).Nullable();

    private static readonly Gen<StreamVersion?> Versions = Gen.Long[0, long.MaxValue].Select(StreamVersion.Of).Nullable();

    private static readonly Gen<string> Types = Gen.String[1, 6].Where(text => !text.Any(char.IsSurrogate));

    [Fact]
    public void Holds_the_whole_state_and_gives_it_back() =>
        Gen.Select(
                Gen.Select(Versions, Versions, Gen.Bool, Gen.Bool),
                Gen.Select(Instants, Instants, Gen.Bool, Gen.Int[0, 2].Select(i => new[] { 25, 50, 100 }[i])),
                Gen.Select(Types.Array[0, 4], Gen.Long[0, 99].Array[0, 5]))
            .Sample((places, list, chosen) =>
            {
                var state = new StreamPageState
                {
                    From = places.Item1,
                    Selected = places.Item2,
                    IsOldestFirst = places.Item3,
                    IsLive = places.Item4,
                    Since = list.Item1,
                    Until = list.Item2,
                    IsPages = list.Item3,
                    Rows = list.Item4,
                    Types = [.. chosen.Item1.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                    Open = [.. chosen.Item2.Distinct().Order()],
                };

                var read = Read(state.ToQuery());

                return read == state && read.Types.SequenceEqual(state.Types) && read.Since == state.Since && read.NotUnderstood.Count is 0;
            });

    [Fact]
    public void Without_a_query_it_is_the_newest_events_followed_live()
    {
        var state = Read("");

        Assert.Equal(new StreamPageState(), state);
        Assert.True(state is { IsLive: true, IsScroll: true, IsOldestFirst: false });
        Assert.Equal("", state.ToQuery());
    }

    [Fact]
    public void What_it_does_not_know_is_named_and_the_rest_is_kept()
    {
        var state = Read("?dir=up&rows=33&since=yesterday&sel=v5&consistency=QUORUM");

        Assert.Equal(StreamVersion.Of(5), state.Selected);
        Assert.Equal(["dir=up", "rows=33", "since=yesterday", "consistency=QUORUM"], state.NotUnderstood);
    }

    [Fact]
    public void A_filter_by_type_makes_pages_because_its_versions_are_not_dense() => Assert.False(Read("?types=Noted").IsScroll);

    private static StreamPageState Read(string query) => StreamPageState.Parse(
        QueryHelpers.ParseQuery(query).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())));
}
