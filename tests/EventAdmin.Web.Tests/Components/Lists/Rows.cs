using System.Globalization;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.Web.Components.Lists;

namespace EventAdmin.Web.Tests.Components.Lists;

/// <summary>Rows as a service would make them.</summary>
internal static class Rows
{
    public static EventRow Of(long version) => new()
    {
        Key = "cart-1/" + version.ToString(CultureInfo.InvariantCulture),
        StreamId = "cart-1",
        Version = version,
        RecordedTime = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero).AddSeconds(version),
        Sentence = [new SentencePart("Item added by ", IsValue: false), new SentencePart("Jane\u202e", IsValue: true)],
        Type = "ItemAdded",
        Actor = "jane",
        SizeBytes = 1_234,
        Url = "/streams/cart-1/events/" + version.ToString(CultureInfo.InvariantCulture),
    };

    public static IReadOnlyList<EventRow> Range(long firstVersion, int count) =>
        Enumerable.Range(0, count).Select(offset => Of(firstVersion + offset)).ToList();
}
