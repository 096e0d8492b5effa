using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.Samples.Downloads.History;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.Domain;

public sealed class Telling_events_in_sentences
{
    private static readonly SentenceWriter Sentences = new(Sample.Types);

    [Fact]
    public void Every_type_has_an_english_sentence_a_topic_and_an_importance_of_its_own_choice()
    {
        Assert.All(Sample.Types.All, type => Assert.True(type.Sentences.ContainsKey("en") && type.Topic is not null, type.Name));
        Assert.Equal(3, Sample.Types.All.Select(type => type.Importance).Distinct().Count());
    }

    [Fact]
    public void No_sentence_of_the_guided_set_misses_a_value_or_names_what_is_personal()
    {
        var sentences = GuidedSet.Create(Sample.Serializer, seed: 1, load: 1).Appends
            .SelectMany(append => append.Streams)
            .SelectMany(stream => stream.Events.Select(e => Sentences.Write(Recorded(stream.Stream, e)).ToString()))
            .ToList();

        Assert.DoesNotContain(sentences, sentence => sentence.Contains(SentenceWriter.NotRecorded, StringComparison.Ordinal));
        Assert.DoesNotContain(sentences, sentence =>
            sentence.Contains('@', StringComparison.Ordinal) || sentence.Contains("Hauptstr", StringComparison.Ordinal) || sentence.Contains("+43", StringComparison.Ordinal));
        Assert.Contains("Licence for “Alps” released by device:tv1.", sentences);
        Assert.Contains("Download of “Night Train” started on tablet1, number 3 of 3 in 2026.", sentences);
    }

    private static RecordedEvent Recorded(StreamId stream, NewEvent e) => new()
    {
        Id = e.Id,
        Stream = stream,
        Version = StreamVersion.First,
        Position = FeedPosition.Start,
        Type = e.Type,
        Data = e.Data,
        RecordedAt = e.OccurredAt ?? default,
        OccurredAt = e.OccurredAt ?? default,
        Append = default,
        Metadata = e.Metadata,
    };
}
