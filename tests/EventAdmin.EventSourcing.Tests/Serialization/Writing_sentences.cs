using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;

namespace EventAdmin.EventSourcing.Tests.Serialization;

public sealed class Writing_sentences
{
    private static readonly EventTypeRegistry Types = new EventTypeRegistryBuilder()
        .Add<Released>("LicenseReleased", type => type
            .Sentence("en", "Licence for {data.title} released by {actor}, {{{data.left}}} left.")
            .Topic("licence")
            .Importance(EventImportance.Notable))
        .Build();

    private readonly SentenceWriter _writer = new(Types);

    [Fact]
    public void A_template_is_filled_with_the_events_values()
    {
        var sentence = _writer.Write(EventOf("LicenseReleased", """{"title":"Alps","left":1.0}""", actor: "mara"));

        Assert.Equal("Licence for Alps released by mara, {1.0} left.", sentence.ToString());
        Assert.Equal(EventImportance.Notable, sentence.Importance);
        Assert.Equal("licence", sentence.Topic);
    }

    [Fact]
    public void Values_stand_apart_from_words()
    {
        var sentence = _writer.Write(EventOf("LicenseReleased", """{"title":"<b>","left":2}""", actor: "mara"));

        Assert.Equal(["<b>", "mara", "2"], sentence.Parts.Where(part => part.IsValue).Select(part => part.Text));
    }

    [Fact]
    public void A_missing_value_says_so()
    {
        var sentence = _writer.Write(EventOf("LicenseReleased", """{"title":null}""", actor: null));

        Assert.Equal("Licence for (not recorded) released by (not recorded), {(not recorded)} left.", sentence.ToString());
    }

    [Fact]
    public void Data_that_is_not_json_has_a_sentence_too()
    {
        var sentence = _writer.Write(EventOf("LicenseReleased", "not json", actor: "mara"));

        Assert.StartsWith("Licence for (not recorded)", sentence.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LicenseReleased", "License released")]
    [InlineData("order.paid_v2", "Order paid v2")]
    [InlineData("HTTPRequestSent", "HTTP request sent")]
    [InlineData("x", "X")]
    [InlineData("---", "---")]
    public void A_type_without_template_is_split_into_words(string type, string words) =>
        Assert.Equal(words, SentenceWriter.SplitWords(type));

    [Fact]
    public void An_unknown_type_is_told_by_its_name_and_its_actor() =>
        Assert.Equal("File added by kim", _writer.Write(EventOf("FileAdded", "{}", actor: "kim")).ToString());

    [Fact]
    public void A_long_sentence_ends_in_an_ellipsis_after_200_characters()
    {
        var sentence = _writer.Write(EventOf("LicenseReleased", $$"""{"title":"{{new string('a', 500)}}"}""", actor: "mara")).ToString();

        Assert.Equal(201, sentence.Length);
        Assert.EndsWith("…", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{data.since|date}", """{"since":"2026-03-01T10:00:00Z"}""", "1 Mar 2026")]
    [InlineData("{data.since|instant}", """{"since":"2026-03-01T10:00:00+02:00"}""", "1 Mar 2026 08:00:00 UTC")]
    [InlineData("{data.took|duration}", """{"took":"PT90M"}""", "1 h 30 min")]
    [InlineData("{data.took|duration}", """{"took":"soon"}""", "soon")]
    [InlineData("{data.kind|enum}", """{"kind":"NotYetPaid"}""", "not yet paid")]
    [InlineData("{data.items|list}", """{"items":["a","b"]}""", "a, b")]
    [InlineData("{data.price|money}", """{"price":{"amount":9.90,"currency":"EUR"}}""", "9.90 EUR")]
    [InlineData("{data.n|number}", """{"n":9007199254740993}""", "9007199254740993")]
    [InlineData("{data.a[1].b}", """{"a":[{},{"b":"x"}]}""", "x")]
    [InlineData("{data.ok}", """{"ok":true}""", "yes")]
    public void Values_are_printed_by_their_format(string template, string data, string printed)
    {
        var types = new EventTypeRegistryBuilder().Add<Released>("T", type => type.Sentence("en", template)).Build();

        Assert.Equal(printed, new SentenceWriter(types).Write(EventOf("T", data, actor: null)).ToString());
    }

    [Theory]
    [InlineData("{data.a")]
    [InlineData("a}")]
    [InlineData("{other.a}")]
    [InlineData("{data.a|html}")]
    public void A_wrong_template_is_refused_when_it_is_declared(string template) =>
        Assert.Throws<FormatException>(() => SentenceTemplate.Parse(template));

    [Fact]
    public void A_template_with_more_than_16_places_is_refused() =>
        Assert.Throws<FormatException>(() => SentenceTemplate.Parse(string.Concat(Enumerable.Repeat("{actor}", 17))));

    private static RecordedEvent EventOf(string type, string data, string? actor) => new()
    {
        Id = new EventId(Guid.Empty),
        Stream = StreamId.Parse("license-1"),
        Version = StreamVersion.First,
        Position = FeedPosition.FromStore(1),
        Type = type,
        Data = Encoding.UTF8.GetBytes(data),
        RecordedAt = DateTimeOffset.UnixEpoch,
        OccurredAt = DateTimeOffset.UnixEpoch,
        Append = new AppendId(Guid.Empty),
        Metadata = new EventMetadata { Actor = actor },
    };

    private sealed record Released(string Title, int Left);
}
