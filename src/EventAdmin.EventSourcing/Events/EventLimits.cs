using System.ComponentModel.DataAnnotations;

namespace EventAdmin.EventSourcing.Events;

/// <summary>How large ids, events and appends may be. Equal on every store; an append that breaks one is refused whole, with the limit's name.</summary>
public sealed class EventLimits
{
    /// <summary>Longest stream id, in characters. Default 255; 16 to 512.</summary>
    [Range(16, StreamId.LengthMax)]
    public int StreamIdLengthMax { get; init; } = 255;

    /// <summary>Longest event type, in characters. Default 128; 16 to 256.</summary>
    [Range(16, 256)]
    public int TypeLengthMax { get; init; } = 128;

    /// <summary>Longest correlation id, causation id, actor and source, in characters. Default 256; 36 to 1024.</summary>
    [Range(36, 1024)]
    public int MetadataLengthMax { get; init; } = 256;

    /// <summary>Largest data of one event, in bytes. Default 1 MiB; 1 KiB to 1 MiB.</summary>
    [Range(1024, 1024 * 1024)]
    public int EventBytesMax { get; init; } = 1024 * 1024;

    /// <summary>Most events in one append, over all its streams. Default 128; 1 to 128.</summary>
    [Range(1, 128)]
    public int AppendEventsMax { get; init; } = 128;

    /// <summary>Largest data and metadata of one append, in bytes. Default 4 MiB; 1 KiB to 4 MiB, and not below <see cref="EventBytesMax"/>.</summary>
    [Range(1024, 4 * 1024 * 1024)]
    public int AppendBytesMax { get; init; } = 4 * 1024 * 1024;
}
