using EventAdmin.Web.Components.Lists;

namespace EventAdmin.Web.Features.Live;

/// <summary>
/// What one page shows of the feed's end. The tail adds rows from its own thread; the page takes them in at its ticks. Both lists are
/// bounded and the newest win: a row that is pushed out before a tick is counted as skipped and its place is remembered. Thread-safe.
/// </summary>
/// <param name="before">The rows that were there when the list began, newest first; not counted.</param>
/// <param name="rowsMax">Most rows that wait, and most that are listed.</param>
public sealed class LiveWindow(IReadOnlyList<EventRow> before, int rowsMax = LiveWindow.RowsMax)
{
    /// <summary>Most rows that wait, and most that are listed.</summary>
    public const int RowsMax = 2000;

    /// <summary>Most skipped ranges that are kept apart; beyond that the oldest two become one.</summary>
    public const int RangesMax = 100;

    // Guards every field below.
    private readonly Lock _guardsAll = new();
    private readonly Queue<EventRow> _waiting = new();
    private readonly List<SkippedRange> _skippedRanges = [];
    private IReadOnlyList<EventRow> _rows = before;
    private long _arrived;
    private long _shown;
    private long _skipped;
    private bool _isSkipping;

    /// <summary>The rows taken in, newest first. Replaced as a whole at a tick, never changed.</summary>
    public IReadOnlyList<EventRow> Rows
    {
        get
        {
            lock (_guardsAll)
                return _rows;
        }
    }

    public LiveCounts Counts
    {
        get
        {
            lock (_guardsAll)
                return new LiveCounts(_arrived, _shown, _skipped, _waiting.Count);
        }
    }

    /// <summary>The ranges that were skipped, oldest first; at most <see cref="RangesMax"/>.</summary>
    public IReadOnlyList<SkippedRange> SkippedRanges
    {
        get
        {
            lock (_guardsAll)
                return [.. _skippedRanges];
        }
    }

    /// <summary>Takes rows of the tail, oldest first.</summary>
    public void Add(IEnumerable<EventRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        lock (_guardsAll)
        {
            foreach (var row in rows)
            {
                _arrived++;
                _waiting.Enqueue(row);
                if (_waiting.Count > rowsMax)
                    Skip(_waiting.Dequeue());
            }
        }
    }

    /// <summary>Takes in what waits. False when nothing did, so that nothing need be drawn.</summary>
    public bool TakeIn()
    {
        lock (_guardsAll)
        {
            if (_waiting.Count == 0)
                return false;
            var rows = new List<EventRow>(Math.Min(rowsMax, _waiting.Count + _rows.Count));
            rows.AddRange(_waiting.Reverse());
            rows.AddRange(_rows.Take(rowsMax - rows.Count));
            _shown += _waiting.Count;
            _waiting.Clear();
            _rows = rows;
            _isSkipping = false;
            return true;
        }
    }

    private void Skip(EventRow row)
    {
        _skipped++;
        if (_isSkipping && _skippedRanges.Count > 0)
        {
            var open = _skippedRanges[^1];
            _skippedRanges[^1] = open with { Last = PositionOf(row), Count = open.Count + 1 };
            return;
        }

        _isSkipping = true;
        _skippedRanges.Add(new SkippedRange(PositionOf(row), PositionOf(row), 1));
        if (_skippedRanges.Count <= RangesMax)
            return;
        var (first, second) = (_skippedRanges[0], _skippedRanges[1]);
        _skippedRanges[1] = new SkippedRange(first.First, second.Last, first.Count + second.Count);
        _skippedRanges.RemoveAt(0);
    }

    private static string PositionOf(EventRow row) =>
        row.Position ?? throw new InvalidOperationException($"Expected every row of a live list to have a position, found '{row.Key}' without.");
}
