using System.Text;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Feed;

namespace EventAdmin.Web.Http.Feeds;

/// <summary>Writes batches of the feed as envelopes of a size that a connection carries in one message.</summary>
internal static class FeedWire
{
    private const int EnvelopeBytesMax = 256 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The envelopes of a batch: each has the position up to which it delivers, the last one the batch's.</summary>
    public static IEnumerable<FeedEnvelope> Envelopes(FeedBatch batch)
    {
        var events = new List<FeedEvent>();
        var bytes = 0;
        for (var i = 0; i < batch.Events.Count; i++)
        {
            var recorded = batch.Events[i];
            events.Add(Write(recorded));
            bytes += recorded.Data.Length;
            if (bytes < EnvelopeBytesMax || i == batch.Events.Count - 1)
                continue;
            yield return new FeedEnvelope { Events = events, Position = recorded.Position.ToString() };
            (events, bytes) = ([], 0);
        }

        yield return new FeedEnvelope { Events = events, Position = batch.Position.ToString(), IsCaughtUp = batch.IsCaughtUp };
    }

    private static FeedEvent Write(RecordedEvent e)
    {
        var text = TextOf(e.Data.Span);
        return new FeedEvent
        {
            Id = e.Id.Value,
            Stream = e.Stream.Value,
            Version = e.Version.Value,
            Position = e.Position.ToString(),
            Type = e.Type,
            SchemaVersion = e.SchemaVersion,
            ContentType = e.ContentType,
            Text = text,
            Bytes = text is null ? e.Data.ToArray() : null,
            RecordedAt = e.RecordedAt,
            OccurredAt = e.OccurredAt,
            CorrelationId = e.Metadata.CorrelationId,
            CausationId = e.Metadata.CausationId,
            Actor = e.Metadata.Actor,
            Source = e.Metadata.Source,
            Extensions = e.Metadata.Extensions,
        };
    }

    private static string? TextOf(ReadOnlySpan<byte> data)
    {
        try
        {
            return StrictUtf8.GetString(data);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
