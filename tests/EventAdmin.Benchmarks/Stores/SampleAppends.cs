using System.Globalization;
using System.Text;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Benchmarks.Stores;

/// <summary>Events of about 300 bytes of JSON, as the sample domain makes them.</summary>
internal static class SampleAppends
{
    public static NewEvent[] Make(int count)
    {
        var events = new NewEvent[count];
        for (var i = 0; i < count; i++)
        {
            var json = $$"""
                {"customer":"c-{{i % 1000}}","device":"tv-{{i % 7}}","title":{"id":{{i}},"name":"The quick brown fox {{i}}"},"licence":"l-{{i}}","expires":"2026-11-25T14:00:00Z","note":"{{new string('x', 120)}}","region":"eu-west-1"}
                """;
            events[i] = new NewEvent
            {
                Id = EventId.New(TimeProvider.System),
                Type = "LicenceReleased",
                Data = Encoding.UTF8.GetBytes(json),
                OccurredAt = DateTimeOffset.UnixEpoch.AddSeconds(i),
                Metadata = new EventMetadata { CorrelationId = "request-" + (i / 4).ToString(CultureInfo.InvariantCulture), Actor = "ada" },
            };
        }

        return events;
    }

    public static StreamId StreamOf(int number) => StreamId.Parse("licence-" + number.ToString(CultureInfo.InvariantCulture));
}
