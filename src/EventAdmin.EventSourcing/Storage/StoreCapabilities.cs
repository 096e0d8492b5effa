namespace EventAdmin.EventSourcing.Storage;

/// <summary>What a store can do, by name: never a silent difference.</summary>
public sealed record StoreCapabilities
{
    /// <summary>A page of events ends early once its data reach so many bytes: 8 MiB. At least one event is always returned.</summary>
    public const int PageBytesMax = 8 * 1024 * 1024;

    /// <summary>The kind of store, as people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The consistency levels that a read may ask for; empty where there are none.</summary>
    public IReadOnlyList<string> ConsistencyLevels { get; init; } = [];

    /// <summary>What a reader should know of every answer, in one sentence.</summary>
    public required string FreshnessSentence { get; init; }

    /// <summary>True when what was acknowledged survives the end of the process.</summary>
    public required bool IsDurable { get; init; }

    /// <summary>
    /// True when an event id that is stored already is recognised under another append id too: the same events are then a retry, others are
    /// refused. False when only the append id is. Retries that keep their append id are recognised by every store.
    /// </summary>
    public bool KeepsEventIdsUnique { get; init; } = true;

    /// <summary>Most events or streams in one page.</summary>
    public int PageMax { get; init; } = 4096;

    /// <summary>Throws when a read asks for less than one event or stream a page, or for more than <see cref="PageMax"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of range.</exception>
    public void CheckCount(int countMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(countMax, PageMax);
    }
}
