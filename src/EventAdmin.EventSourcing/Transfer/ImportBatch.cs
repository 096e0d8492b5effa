using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.EventSourcing.Transfer;

/// <summary>A line that was read and is to be appended.</summary>
internal sealed record ImportLine(long Number, byte[]? Raw, NewEvent Event);

/// <summary>Lines of one stream that stand beside each other in the file and fit into one append.</summary>
internal sealed class ImportBatch(StreamId stream, EventLimits limits)
{
    private readonly List<ImportLine> _lines = [];
    private readonly HashSet<EventId> _ids = [];
    private long _bytes;

    public StreamId Stream { get; } = stream;

    public IReadOnlyList<ImportLine> Lines => _lines;

    /// <summary>Adds a line if it goes on with this batch: the same stream, room for it, and an id that is not in it yet.</summary>
    public bool TryAdd(StreamId stream, ImportLine line)
    {
        var bytes = AppendRules.SizeOf(line.Event);
        if (stream != Stream || _lines.Count == limits.AppendEventsMax || _bytes + bytes > limits.AppendBytesMax || !_ids.Add(line.Event.Id))
            return false;
        _lines.Add(line);
        _bytes += bytes;
        return true;
    }
}

/// <summary>What became of a batch.</summary>
internal sealed record BatchOutcome
{
    public long Added { get; init; }

    public long AlreadyThere { get; init; }

    public IReadOnlyList<(ImportLine Line, string Reason)> Bad { get; init; } = [];

    public string? StoreProblem { get; init; }

    public BatchOutcome Plus(BatchOutcome other) => new()
    {
        Added = Added + other.Added,
        AlreadyThere = AlreadyThere + other.AlreadyThere,
        Bad = [.. Bad, .. other.Bad],
        StoreProblem = StoreProblem ?? other.StoreProblem,
    };
}
