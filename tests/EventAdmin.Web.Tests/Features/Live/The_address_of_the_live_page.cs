using CsCheck;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Features.Live;
using Microsoft.AspNetCore.WebUtilities;

namespace EventAdmin.Web.Tests.Features.Live;

public sealed class The_address_of_the_live_page
{
    [Fact]
    public void Holds_the_whole_state_and_gives_it_back() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 9].Null(), Gen.String[1, 6].Array[0, 4], Gen.Long[0, 99].Nullable(), Gen.Bool, Gen.Bool)
            .Sample((category, types, from, isForward, isLive) =>
            {
                var state = new LivePageState
                {
                    Filter = new LiveFilter
                    {
                        Category = category,
                        Types = [.. types.Where(IsWellFormed).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                    },
                    From = from is { } number ? FeedPosition.FromStore(number) : null,
                    IsForward = from is not null && isForward,
                    IsLive = isLive,
                };

                var read = Read(state.ToUrl());

                return read.Filter.Equals(state.Filter) && read.From == state.From && read.IsForward == state.IsForward
                    && read.IsLive == state.IsLive && read.NotUnderstood.Count == 0;
            });

    [Fact]
    public void What_it_does_not_know_is_named_and_the_rest_is_kept()
    {
        var state = Read("/live?category=license&from=yesterday&colour=red");

        Assert.Equal("license", state.Filter.Category);
        Assert.Equal(["from=yesterday", "colour=red"], state.NotUnderstood);
    }

    [Fact]
    public void Without_a_query_it_follows_the_end() => Assert.True(Read("/live").IsFollowing);

    private static bool IsWellFormed(string text) => !text.Any(char.IsSurrogate) && !text.Contains('\0', StringComparison.Ordinal);

    private static LivePageState Read(string url)
    {
        var query = QueryHelpers.ParseQuery(new Uri(new Uri("http://localhost"), url).Query);
        return LivePageState.Parse(query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())));
    }
}
