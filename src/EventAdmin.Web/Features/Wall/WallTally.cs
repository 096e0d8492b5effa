using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Components.Text;

namespace EventAdmin.Web.Features.Wall;

/// <summary>What a board has counted. Filled by its reader's loop, read by its ticks; thread-safe. Bounded in categories and lines.</summary>
internal sealed class WallTally(WallBoard board, WallWords words)
{
    /// <summary>What is counted together: streams whose id has no category of its own, and categories beyond the most that are told apart.</summary>
    public const string OtherStreams = "other streams";

    private const int NameLengthMax = 24;
    private const int LinesMax = 12;
    private const int CategoriesListedMax = 12;
    private const int CategoriesMax = 200;

    // Guards every field below.
    private readonly Lock _guardsAll = new();
    private readonly RateWindow _rate = new();
    private readonly Dictionary<string, long> _today = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _marks = new(StringComparer.Ordinal);
    private readonly LinkedList<RecordedEvent> _newest = new();
    private DateTimeOffset _dayStart;
    private long _change;

    /// <summary>Everything up to here was counted; null before the first time.</summary>
    public FeedPosition? Position { get; private set; }

    /// <summary>Grows with everything that a frame would show differently.</summary>
    public long Change
    {
        get
        {
            lock (_guardsAll)
                return _change;
        }
    }

    /// <summary>Begins the day that <paramref name="now"/> belongs to; what was counted of it before stays.</summary>
    /// <returns>True when the day is another than before.</returns>
    public bool BeginDay(DateTimeOffset now)
    {
        var start = board.StartOfDay(now);
        lock (_guardsAll)
        {
            if (start == _dayStart)
                return false;
            _dayStart = start;
            _today.Clear();
            _change++;
            return true;
        }
    }

    /// <summary>The newest events from before the count began, newest first: listed, not counted.</summary>
    public void List(IEnumerable<RecordedEvent> newestFirst)
    {
        ArgumentNullException.ThrowIfNull(newestFirst);
        lock (_guardsAll)
        {
            _newest.Clear();
            foreach (var e in newestFirst.Where(IsOfBoard).Take(LinesMax))
                _newest.AddLast(e);
            _change++;
        }
    }

    /// <summary>Counts events of the feed, oldest first.</summary>
    public void Count(IEnumerable<RecordedEvent> events, FeedPosition position)
    {
        ArgumentNullException.ThrowIfNull(events);
        lock (_guardsAll)
        {
            foreach (var e in events.Where(IsOfBoard))
                Count(e);
            Position = position;
            _change++;
        }
    }

    public WallFrame Read(DateTimeOffset now, bool isCounting)
    {
        lock (_guardsAll)
        {
            var listed = _today.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(CategoriesListedMax)
                .Select(pair => new WallCategory(Text(pair.Key), MarkOf(pair.Key), pair.Value)).ToList();
            var total = _today.Values.Sum();
            return new WallFrame
            {
                Now = now.ToUnixTimeMilliseconds(),
                Rate = _rate.Read(now),
                Day = TimeZoneInfo.ConvertTime(_dayStart, board.Zone).ToString("d MMMM", CultureInfo.InvariantCulture),
                IsCounting = isCounting,
                Total = total,
                Categories = listed,
                Rest = total - listed.Sum(category => category.Count),
                Events = [.. _newest.Select(LineOf)],
                Position = (Position ?? FeedPosition.Start).ToString(),
            };
        }
    }

    private void Count(RecordedEvent e)
    {
        _rate.Add(e.RecordedAt);
        if (e.RecordedAt >= _dayStart)
        {
            var name = NameOf(e.Stream);
            if (!_today.ContainsKey(name) && _today.Count >= CategoriesMax)
                name = OtherStreams;
            _today[name] = _today.GetValueOrDefault(name) + 1;
        }

        // What is read again from the start of the day is older than what is listed already.
        if (_newest.First is { } first && e.Position <= first.Value.Position)
            return;
        _newest.AddFirst(e);
        if (_newest.Count > LinesMax)
            _newest.RemoveLast();
    }

    private bool IsOfBoard(RecordedEvent e) => !e.Stream.IsSystem && (board.Categories.Count == 0 || board.Categories.Contains(e.Stream.Category));

    // An id without a dash is its own category, and it may be anybody's name: it is shown only where the board asks for it.
    private string NameOf(StreamId stream) =>
        stream.Value.Contains('-', StringComparison.Ordinal) || board.Categories.Contains(stream.Category) ? stream.Category : OtherStreams;

    // A category keeps its mark for as long as the reader lives.
    private int MarkOf(string category)
    {
        if (_marks.TryGetValue(category, out var mark))
            return mark;
        mark = _marks.Count;
        if (mark < CategoriesMax)
            _marks.Add(category, mark);
        return mark;
    }

    private WallLine LineOf(RecordedEvent e)
    {
        var category = NameOf(e.Stream);
        return new WallLine(TimeOf(e), Text(category), MarkOf(category), words.Write(e));
    }

    private static string Text(string category) =>
        VisibleText.Of(category.Length <= NameLengthMax ? category : category[..NameLengthMax] + "…");

    private string TimeOf(RecordedEvent e) => TimeZoneInfo.ConvertTime(e.RecordedAt, board.Zone)
        .ToString(e.RecordedAt >= _dayStart ? "HH:mm:ss" : "d MMM", CultureInfo.InvariantCulture);
}
