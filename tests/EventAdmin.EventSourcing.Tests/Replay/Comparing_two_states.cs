using System.Text;
using CsCheck;
using EventAdmin.EventSourcing.Replay;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Replay;

public sealed class Comparing_two_states
{
    private static readonly Dictionary<string, string> NoKeys = [];

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("""{"a":1,"b":[]}""", """{ "b" : [ ], "a" : 1 }""")]
    [InlineData("""{"a":"\u00fc"}""", """{"a":"ü"}""")]
    [InlineData("7", "7")]
    public void That_are_equal_finds_nothing(string was, string now) => Assert.True(Diff(was, now).IsEmpty);

    [Theory]
    [InlineData("""{"remaining":3}""", """{"remaining":2}""", "remaining was 3, now 2")]
    [InlineData("""{"a":1}""", """{"a":1.0}""", "a was 1, now 1.0")]
    [InlineData("""{"a":9007199254740993}""", """{"a":9007199254740992}""", "a was 9007199254740993, now 9007199254740992")]
    [InlineData("""{"a":"1"}""", """{"a":1}""", "a was \"1\", now 1")]
    [InlineData("{}", """{"a":{"b":1,"c":[]}}""", "a.b added: 1; a.c added: []")]
    [InlineData("""{"a":{"b":1,"c":2}}""", "{}", "a.b removed, was 1; a.c removed, was 2")]
    [InlineData("""{"a":{"b":1}}""", """{"a":[1]}""", "a was {\"b\":1}, now [1]")]
    [InlineData("""{"a":[1,2,3]}""", """{"a":[1,5]}""", "a[1] was 2, now 5; a[2] removed, was 3")]
    [InlineData("""{"src/a.cs":"x","0":1}""", """{"src/a.cs":"y","0":2}""", "[\"src/a.cs\"] was \"x\", now \"y\"; [\"0\"] was 1, now 2")]
    public void Says_what_differs_in_words(string was, string now, string expected) =>
        Assert.Equal(expected, string.Join("; ", Diff(was, now).Changes));

    [Theory]
    [InlineData("""[{"id":1,"n":"a"},{"id":2,"n":"b"}]""", """[{"id":2,"n":"c"}]""", """devices[id=2].n was "b", now "c"; devices[id=1].id removed, was 1; devices[id=1].n removed, was "a" """)]
    [InlineData("""[{"id":1},{"id":2}]""", """[{"id":2},{"id":1}]""", "devices (order) was [1,2], now [2,1]")]
    [InlineData("""[{"id":1}]""", """[{"id":0},{"id":1}]""", "devices[id=0].id added: 0")]
    [InlineData("""[{"id":1},{"id":1}]""", """[{"id":1},{"id":3}]""", "devices[1].id was 1, now 3")]
    public void Matches_items_by_the_key_that_the_reducer_declares(string was, string now, string expected)
    {
        var keys = new Dictionary<string, string> { ["devices"] = "id" };

        var diff = StateDiff.Between(Bytes($$"""{"devices":{{was}}}"""), Bytes($$"""{"devices":{{now}}}"""), keys, 100);

        Assert.Equal(expected.Trim(), string.Join("; ", diff.Changes));
    }

    [Fact]
    public void Keeps_only_so_many_changes_and_counts_all()
    {
        var diff = StateDiff.Between(Bytes("[1,2,3]"), Bytes("[4,5,6]"), NoKeys, changesMax: 2);

        Assert.Equal((2, 3, true), (diff.Changes.Count, diff.Total, diff.IsTruncated));
    }

    [Fact]
    public void Is_empty_exactly_when_the_fingerprints_agree() =>
        Gen.Select(RandomJson.Value, RandomJson.Value).Sample((left, right) =>
            Diff(left, right).IsEmpty == (StateFingerprint.Of(Bytes(left), []) == StateFingerprint.Of(Bytes(right), [])));

    [Fact]
    public void Of_swapped_sides_finds_as_much() =>
        Gen.Select(RandomJson.Value, RandomJson.Value).Sample((left, right) => Diff(left, right).Total == Diff(right, left).Total);

    private static StateDiff Diff(string was, string now) => StateDiff.Between(Bytes(was), Bytes(now), NoKeys, 1000);

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
