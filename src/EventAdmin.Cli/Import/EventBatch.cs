namespace EventAdmin.Cli.Import;

/// <summary>
/// Lines of one stream that stand beside each other in the file and go in one append. How lines are cut into batches depends on the file
/// alone, so an import that begins anew sends the same appends, which the store recognises.
/// </summary>
internal sealed class EventBatch(string stream)
{
    private const int EventsMax = 128;

    // Below what an append may have (4 MiB), as the store counts more than the line has.
    private const long BytesMax = 3 * 1024 * 1024;

    private readonly List<EventLine> _lines = [];
    private readonly HashSet<Guid> _ids = [];
    private long _bytes;

    public string Stream { get; } = stream;

    public IReadOnlyList<EventLine> Lines => _lines;

    /// <summary>Adds a line if it goes on with this batch.</summary>
    public bool TryAdd(EventLine line)
    {
        var isFull = _lines.Count == EventsMax || (_lines.Count > 0 && _bytes + line.Bytes.Length > BytesMax);
        if (line.Stream != Stream || isFull || !_ids.Add(line.Id))
            return false;
        _lines.Add(line);
        _bytes += line.Bytes.Length;
        return true;
    }
}

/// <summary>What became of a batch.</summary>
internal sealed record BatchOutcome
{
    public long Added { get; init; }

    public long AlreadyThere { get; init; }

    public IReadOnlyList<(EventLine Line, string Reason)> Bad { get; init; } = [];

    public BatchOutcome Plus(BatchOutcome other) => new()
    {
        Added = Added + other.Added,
        AlreadyThere = AlreadyThere + other.AlreadyThere,
        Bad = [.. Bad, .. other.Bad],
    };
}
