using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Replay;

public sealed class Folding_by_merge_patch
{
    public static TheoryData<string, string, string> Rfc7396Examples => new()
    {
        { """{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""" },
        { """{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""" },
        { """{"a":"b"}""", """{"a":null}""", "{}" },
        { """{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""" },
        { """{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""" },
        { """{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""" },
        { """{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""" },
        { """{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""" },
        { """{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""" },
        { "{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""" },
    };

    [Theory]
    [MemberData(nameof(Rfc7396Examples))]
    public void Follows_the_examples_of_its_specification(string state, string patch, string expected) =>
        Assert.Equal(expected, Fold(state, patch));

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("9223372036854775807")]
    [InlineData("0.1000000000000000055")]
    [InlineData("1.0")]
    [InlineData("-0")]
    [InlineData("1E400")]
    public void Keeps_a_number_byte_for_byte(string number) =>
        Assert.Equal($$"""{"a":{{number}},"b":[{{number}}]}""", Fold("{}", $$"""{ "a" : {{number}} , "b":[ {{number}} ] }"""));

    [Theory]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""")]
    [InlineData("""{"a":{"x":1},"a":{"y":2}}""", """{"a":{"z":0,"y":2}}""")]
    [InlineData("""{"a":1,"a":{"y":2}}""", """{"a":{"z":0,"y":2}}""")]
    [InlineData("""{"a":null,"a":{"y":2}}""", """{"a":{"z":0,"y":2}}""")]
    [InlineData("""{"a":7,"a":null}""", "{}")]
    [InlineData("""{"a":{"x":1},"\u0061":{"y":2}}""", """{"a":{"z":0,"y":2}}""")]
    public void Lets_the_last_of_members_with_one_name_count(string patch, string expected) =>
        Assert.Equal(expected, Fold("""{"a":{"z":0}}""", patch));

    [Theory]
    [InlineData("[1,2]", """{"kept":1,"Changed":[1,2]}""")]
    [InlineData("7.50", """{"kept":1,"Changed":7.50}""")]
    [InlineData("\"x\"", """{"kept":1,"Changed":"x"}""")]
    [InlineData("null", """{"kept":1}""")]
    public void Puts_data_that_is_no_object_under_its_type(string data, string expected) =>
        Assert.Equal(expected, Fold("""{"kept":1}""", data));

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\":2")]
    [InlineData("{\"a\":2}x")]
    [InlineData("""{"a":"\ud800"}""")]
    public void Passes_over_data_that_it_cannot_read_and_changes_nothing(string data)
    {
        var reduction = MergePatchReducer.Instance.Start("""{"a":1}"""u8.ToArray());

        var step = reduction.Apply(EventOf(data));

        Assert.Equal(ReductionStep.Unreadable, step);
        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString(reduction.ToJson().Span));
    }

    [Theory]
    [InlineData(127, "{\"a\":", "}", ReductionStep.Folded)]
    [InlineData(128, "{\"a\":", "}", ReductionStep.Unreadable)]
    [InlineData(127, "[", "]", ReductionStep.Folded)]
    [InlineData(128, "[", "]", ReductionStep.Unreadable)]
    public void Is_as_deep_as_its_state_can_be_read_back(int depth, string open, string close, ReductionStep expected)
    {
        var nested = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
        var data = open == "[" ? nested : "{\"a\":" + nested + "}";
        var reduction = MergePatchReducer.Instance.Start(null);

        var step = reduction.Apply(EventOf(data));

        Assert.Equal(expected, step);
        MergePatchReducer.Instance.Start(reduction.ToJson());
    }

    [Fact]
    public void Keeps_many_members_apart_and_in_order()
    {
        var names = Enumerable.Range(0, 300).Select(i => $"n{i}").ToList();
        var added = "{" + string.Join(',', names.Select((name, i) => $"\"{name}\":{i}")) + "}";
        var removed = "{" + string.Join(',', names.Where((_, i) => i % 3 != 0).Select(name => $"\"{name}\":null")) + "}";
        var expected = "{" + string.Join(',', names.Select((name, i) => $"\"{name}\":{i}").Where((_, i) => i % 3 == 0)) + "}";

        Assert.Equal(expected, Fold(Fold("{}", added), removed));
        Assert.Equal(added, Fold(added, "{}"));
    }

    [Fact]
    public void Writes_names_so_that_they_are_read_as_they_were() =>
        Assert.Equal("""{"q\"\\\u000aü\u0000":1}""", Fold("{}", """{"q\"\\\n\u00fc\u0000":1}"""));

    private static string Fold(string state, string patch)
    {
        var reduction = MergePatchReducer.Instance.Start(Encoding.UTF8.GetBytes(state));
        reduction.Apply(EventOf(patch));
        return Encoding.UTF8.GetString(reduction.ToJson().Span);
    }

    private static RecordedEvent EventOf(string data) => new()
    {
        Id = EventId.FromName("test", "event"),
        Stream = StreamId.Parse("thing-1"),
        Version = StreamVersion.First,
        Position = FeedPosition.FromStore(1),
        Type = "Changed",
        Data = Encoding.UTF8.GetBytes(data),
        RecordedAt = History.Noon,
        OccurredAt = History.Noon,
        Append = new AppendId(Guid.Empty),
    };
}
