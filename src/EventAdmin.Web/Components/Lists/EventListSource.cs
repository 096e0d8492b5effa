namespace EventAdmin.Web.Components.Lists;

/// <summary>Where an event list gets its rows.</summary>
public abstract record EventListSource
{
    private EventListSource()
    {
    }

    /// <summary>Reads rows <c>[firstVersion, firstVersion + count)</c> in rising order of version; fewer where some are gone.</summary>
    public delegate Task<IReadOnlyList<EventRow>> RowReader(long firstVersion, int count, CancellationToken cancellationToken);

    /// <summary>A stream without filters: its versions are dense, so a version is an index and the whole of it can be scrolled.</summary>
    public sealed record Dense(long FirstVersion, long Count, RowReader Read) : EventListSource
    {
        /// <summary>The newest event on top.</summary>
        public bool IsNewestFirst { get; init; } = true;
    }

    /// <summary>Rows already read: one keyset page, or the buffer of a live page. Drawn in the order given.</summary>
    public sealed record Rows(IReadOnlyList<EventRow> Items) : EventListSource;
}
