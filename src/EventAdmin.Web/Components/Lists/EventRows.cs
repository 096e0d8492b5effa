using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.Web.Components.Navigation;

namespace EventAdmin.Web.Components.Lists;

/// <summary>Makes the row of an event, the same on every page.</summary>
public static class EventRows
{
    public static EventRow Of(RecordedEvent e, SentenceWriter sentences)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(sentences);
        return new EventRow
        {
            Key = EventRow.KeyOf(e.Stream.Value, e.Version.Value, e.Id.Value),
            StreamId = e.Stream.Value,
            Version = e.Version.Value,
            Position = e.Position.ToString(),
            RecordedTime = e.RecordedAt,
            Sentence = sentences.Write(e).Parts,
            Type = e.Type,
            Actor = e.Metadata.Actor,
            CorrelationId = e.Metadata.CorrelationId,
            SizeBytes = e.Data.Length,
            Url = AppUrls.Event(e.Stream.Value, e.Version.Value),
        };
    }
}
