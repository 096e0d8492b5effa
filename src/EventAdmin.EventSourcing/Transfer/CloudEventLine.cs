using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Transfer;

/// <summary>What a line of NDJSON holds. Switch on every case.</summary>
public abstract record CloudEventLine
{
    private CloudEventLine()
    {
    }

    /// <summary>An event, ready to be appended.</summary>
    /// <param name="Stream">The stream it belongs to: the attribute <c>subject</c>.</param>
    /// <param name="Event">The event.</param>
    public sealed record Good(StreamId Stream, NewEvent Event) : CloudEventLine;

    /// <summary>Nothing that can be appended.</summary>
    /// <param name="Reason">Why, for people.</param>
    public sealed record Bad(string Reason) : CloudEventLine;
}
