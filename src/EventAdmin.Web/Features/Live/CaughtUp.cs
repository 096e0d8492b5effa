using System.Globalization;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Web.Features.Live;

/// <summary>What came while a page was cut off.</summary>
/// <param name="Filter">Of which events.</param>
/// <param name="From">Where the page stood.</param>
/// <param name="Count">How many came since.</param>
/// <param name="HasMore">True when there are more than were counted.</param>
public sealed record CaughtUp(LiveFilter Filter, FeedPosition From, int Count, bool HasMore)
{
    /// <summary>How many, as a sentence begins with it.</summary>
    public string Words => Count switch
    {
        0 when !HasMore => "nothing",
        1 when !HasMore => "1 event",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(HasMore ? "more than " : "")}{Count:N0} events"),
    };

    /// <summary>The page of the feed that begins with them.</summary>
    public string Url => new LivePageState { Filter = Filter, From = From, IsForward = true }.ToUrl();
}
