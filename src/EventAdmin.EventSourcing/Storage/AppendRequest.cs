using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Storage;

/// <summary>One atomic append to one stream or several: all of it is stored or none.</summary>
public sealed record AppendRequest
{
    /// <summary>Names this append in every try.</summary>
    public required AppendId Id { get; init; }

    /// <summary>The streams, each named once; one without events is a condition alone.</summary>
    public required IReadOnlyList<StreamAppend> Streams { get; init; }

    /// <summary>The number of events over all streams.</summary>
    public int EventCount
    {
        get
        {
            var count = 0;
            foreach (var stream in Streams)
                count += stream.Events.Count;
            return count;
        }
    }

    /// <summary>An append to one stream, named by its events (<see cref="AppendId.Of"/>), so that the same call again is a retry.</summary>
    public static AppendRequest To(StreamId stream, ExpectedVersion expected, params IReadOnlyList<NewEvent> events) =>
        To([new StreamAppend { Stream = stream, Expected = expected, Events = events }]);

    /// <summary>An append to several streams, named by its events (<see cref="AppendId.Of"/>), so that the same call again is a retry.</summary>
    public static AppendRequest To(IReadOnlyList<StreamAppend> streams) => new() { Id = AppendId.Of(streams), Streams = streams };
}
