using System.Collections.Frozen;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Storage;

/// <summary>Which way a read goes.</summary>
public enum ReadDirection
{
    /// <summary>Oldest first.</summary>
    Forward,

    /// <summary>Newest first.</summary>
    Backward,
}

/// <summary>How a read is to be done. Stores without consistency levels refuse one by <see cref="NotSupportedException"/>.</summary>
public sealed record ReadOptions
{
    /// <summary>The store's default level and deadline.</summary>
    public static readonly ReadOptions Default = new();

    /// <summary>The consistency level asked, by its Cassandra name; null for the store's default.</summary>
    public string? Consistency { get; init; }

    /// <summary>How long the read may take; null for the store's default.</summary>
    public TimeSpan? Deadline { get; init; }
}

/// <summary>The value of a read, with the evidence for it.</summary>
/// <typeparam name="T">What was read.</typeparam>
/// <param name="Value">What was read.</param>
/// <param name="Receipt">How.</param>
public sealed record ReadResult<T>(T Value, ReadReceipt Receipt);

/// <summary>How a read was answered.</summary>
public sealed record ReadReceipt
{
    /// <summary>The store, by the name of its kind.</summary>
    public required string Store { get; init; }

    /// <summary>The level asked, or null where the store has none.</summary>
    public string? Asked { get; init; }

    /// <summary>The level got, or null where the store has none.</summary>
    public string? Got { get; init; }

    /// <summary>How many copies answered.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>How many tries it took.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>When it was answered, in UTC.</summary>
    public required DateTimeOffset AnsweredAt { get; init; }

    /// <summary>True when the answer is not what was asked but what was at hand.</summary>
    public bool IsFallback { get; init; }
}

/// <summary>A read of one stream by version.</summary>
public sealed record StreamRead
{
    /// <summary>The stream.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>The first version to read (inclusive, in the direction); null for the stream's own end in that direction.</summary>
    public StreamVersion? From { get; init; }

    /// <summary>Which way.</summary>
    public ReadDirection Direction { get; init; } = ReadDirection.Forward;

    /// <summary>At most so many events; 1 to <see cref="StoreCapabilities.PageMax"/>. A page ends early once it holds <see cref="StoreCapabilities.PageBytesMax"/> bytes of data.</summary>
    public required int CountMax { get; init; }

    /// <summary>
    /// False (default): a page ends before a damaged event, and a read that begins with one throws <see cref="EventDamagedException"/>, so that
    /// nobody folds over it. True: a marker stands in its place (<see cref="RecordedEvent.Damage"/>), for lists that people look at.
    /// </summary>
    public bool MarksDamaged { get; init; }
}

/// <summary>A page of one stream.</summary>
/// <param name="Head">The stream as it stood when the page was read; null when it has no events.</param>
/// <param name="Events">The events, in the order of the read's direction, gap-free.</param>
/// <param name="Next">Where the next page starts; null at the end.</param>
public sealed record StreamPage(StreamHead? Head, IReadOnlyList<RecordedEvent> Events, StreamVersion? Next);

/// <summary>A stream as the catalogue knows it.</summary>
public sealed record StreamHead
{
    /// <summary>The stream.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>The first version that still counts.</summary>
    public required StreamVersion First { get; init; }

    /// <summary>The newest version.</summary>
    public required StreamVersion Last { get; init; }

    /// <summary>The recorded time of the stream's first event ever.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>The recorded time of the newest event.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The feed position of the newest event.</summary>
    public required FeedPosition LastPosition { get; init; }

    /// <summary>The bytes of data ever stored in the stream.</summary>
    public required long Bytes { get; init; }

    /// <summary>The number of events that count.</summary>
    public long Count => Last.Value - First.Value + 1;
}

/// <summary>Which events of the feed to read.</summary>
public sealed record FeedFilter
{
    /// <summary>Every event but the system's.</summary>
    public static readonly FeedFilter None = new();

    /// <summary>Only this stream; null for all.</summary>
    public StreamId? Stream { get; init; }

    /// <summary>Only this category; null for all.</summary>
    public string? Category { get; init; }

    /// <summary>Only these types; empty for all.</summary>
    public IReadOnlySet<string> Types { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Also the system's streams.</summary>
    public bool IncludeSystem { get; init; }

    /// <summary>True when <paramref name="e"/> passes.</summary>
    public bool Passes(RecordedEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return (Stream is null || Stream == e.Stream)
            && (IncludeSystem || Stream is not null || !e.Stream.IsSystem)
            && (Category is null || e.Stream.Category == Category)
            && (Types.Count == 0 || Types.Contains(e.Type));
    }
}

/// <summary>A read of the feed by position.</summary>
public sealed record FeedRead
{
    /// <summary>Read beyond this position (exclusive, in the direction); null for the feed's own end in that direction.</summary>
    public FeedPosition? After { get; init; }

    /// <summary>Which way.</summary>
    public ReadDirection Direction { get; init; } = ReadDirection.Forward;

    /// <summary>At most so many events; 1 to <see cref="StoreCapabilities.PageMax"/>. A page ends early once it holds <see cref="StoreCapabilities.PageBytesMax"/> bytes of data.</summary>
    public required int CountMax { get; init; }

    /// <summary>Which events.</summary>
    public FeedFilter Filter { get; init; } = FeedFilter.None;
}

/// <summary>A page of the feed or of a look-up, in feed order by the read's direction.</summary>
/// <param name="Events">The events; may be fewer than asked, even none, though there are more: go on from <paramref name="Next"/>.</param>
/// <param name="Next">How far the store looked: read on after it.</param>
/// <param name="IsEnd">True when nothing more stood in that direction when the page was read.</param>
public sealed record FeedPage(IReadOnlyList<RecordedEvent> Events, FeedPosition Next, bool IsEnd);

/// <summary>A look-up of events by an index; one of the fields is set.</summary>
public sealed record EventLookup
{
    /// <summary>Events of this correlation id.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Events caused by this id.</summary>
    public string? CausationId { get; init; }

    /// <summary>Events of this type.</summary>
    public string? Type { get; init; }

    /// <summary>Events stored by this append.</summary>
    public AppendId? Append { get; init; }

    /// <summary>Read beyond this position (exclusive, in the direction); null from the end in that direction.</summary>
    public FeedPosition? After { get; init; }

    /// <summary>Which way.</summary>
    public ReadDirection Direction { get; init; } = ReadDirection.Forward;

    /// <summary>At most so many events; 1 to <see cref="StoreCapabilities.PageMax"/>. A page ends early once it holds <see cref="StoreCapabilities.PageBytesMax"/> bytes of data.</summary>
    public required int CountMax { get; init; }
}

/// <summary>A page of the catalogue of streams, by name (ordinal over the UTF-8 bytes) or by newest change.</summary>
public sealed record StreamListRead
{
    /// <summary>Only ids that start so; empty for all. Compared byte by byte.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Only this category; null for all.</summary>
    public string? Category { get; init; }

    /// <summary>Also the system's streams.</summary>
    public bool IncludeSystem { get; init; }

    /// <summary>By name: read beyond this id (exclusive, in the direction).</summary>
    public StreamId? After { get; init; }

    /// <summary>Which way; by name only.</summary>
    public ReadDirection Direction { get; init; } = ReadDirection.Forward;

    /// <summary>True: by newest change, newest first, going on before <see cref="ChangedBefore"/>.</summary>
    public bool ByChange { get; init; }

    /// <summary>By change: only streams whose newest event stands before this position; null for all.</summary>
    public FeedPosition? ChangedBefore { get; init; }

    /// <summary>At most so many streams; 1 to <see cref="StoreCapabilities.PageMax"/>.</summary>
    public required int CountMax { get; init; }
}

/// <summary>A page of the catalogue.</summary>
/// <param name="Streams">The streams; by change there may be fewer than asked though there are more.</param>
/// <param name="NextBefore">By change: go on before this position. Null by name.</param>
/// <param name="IsEnd">True when nothing more stood in that direction when the page was read.</param>
public sealed record StreamListPage(IReadOnlyList<StreamHead> Streams, FeedPosition? NextBefore, bool IsEnd);

/// <summary>A category with its counts.</summary>
/// <param name="Name">The category.</param>
/// <param name="Streams">Streams with events.</param>
/// <param name="Events">Events that count.</param>
/// <param name="LastAt">The recorded time of its newest event; null when nothing is left of it.</param>
public sealed record CategoryCount(string Name, long Streams, long Events, DateTimeOffset? LastAt);

/// <summary>An event type with its count.</summary>
/// <param name="Name">The type.</param>
/// <param name="Events">Events ever stored with it.</param>
public sealed record TypeCount(string Name, long Events);
