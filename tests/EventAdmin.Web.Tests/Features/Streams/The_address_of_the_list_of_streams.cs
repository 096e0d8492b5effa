using CsCheck;
using EventAdmin.Web.Features.Streams;
using Microsoft.AspNetCore.WebUtilities;

namespace EventAdmin.Web.Tests.Features.Streams;

public sealed class The_address_of_the_list_of_streams
{
    private static readonly Gen<string> Names = Gen.String[Gen.Char.AlphaNumeric, 1, 12];

    [Fact]
    public void Holds_the_whole_state_and_gives_it_back() =>
        Gen.Select(Gen.String[0, 8].Where(text => !text.Any(char.IsSurrogate)), Names.Null(), Names.Null(), Gen.Bool, Gen.Bool)
            .Sample((prefix, category, edge, isBefore, includeSystem) =>
            {
                var state = new StreamsPageState
                {
                    Prefix = prefix,
                    Category = category,
                    Sort = StreamSort.Name,
                    After = isBefore ? null : edge,
                    Before = isBefore ? edge : null,
                    IncludeSystem = includeSystem,
                };

                var read = Read(state.ToQuery());

                return read == state && read.NotUnderstood.Count is 0;
            });

    [Theory]
    [InlineData("", StreamSort.Changed)]
    [InlineData("?prefix=license-", StreamSort.Name)]
    [InlineData("?prefix=license-&sort=changed", StreamSort.Changed)]
    public void Sorts_by_name_below_a_prefix_and_by_last_change_otherwise(string query, StreamSort expected) =>
        Assert.Equal(expected, Read(query).EffectiveSort);

    [Fact]
    public void A_place_of_the_other_order_is_named_and_left_out()
    {
        var state = Read("?sort=changed&after=license-1&sys=yes");

        Assert.Null(state.After);
        Assert.Equal(["sys=yes", "after=license-1"], state.NotUnderstood);
    }

    private static StreamsPageState Read(string query) => StreamsPageState.Parse(
        QueryHelpers.ParseQuery(query).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())));
}
