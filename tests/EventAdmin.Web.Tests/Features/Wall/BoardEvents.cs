using System.Globalization;
using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Features.Wall;
using EventId = EventAdmin.EventSourcing.Events.EventId;

namespace EventAdmin.Web.Tests.Features.Wall;

/// <summary>Recorded events and boards for tests that need no store.</summary>
internal static class BoardEvents
{
    /// <summary>A quiet afternoon.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static WallBoard Board(Action<WallBoardOptions>? change = null)
    {
        var options = new WallBoardOptions();
        change?.Invoke(options);
        return WallBoard.Of("main", options);
    }

    public static RecordedEvent Event(int number, string stream = "order-1", string type = "OrderPlaced", string data = "{}", DateTimeOffset? at = null) => new()
    {
        Id = EventId.FromName("wall", number.ToString(CultureInfo.InvariantCulture)),
        Stream = StreamId.Parse(stream),
        Version = StreamVersion.Of(number),
        Position = FeedPosition.FromStore(number),
        Type = type,
        Data = Encoding.UTF8.GetBytes(data),
        RecordedAt = at ?? Noon,
        OccurredAt = at ?? Noon,
        Append = new AppendId(Guid.Empty),
        Metadata = new EventMetadata { Actor = "kim@example.org" },
    };
}
