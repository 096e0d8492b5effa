using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;

namespace EventAdmin.Torture.Plans;

/// <summary>Reads a store in every way there is, and holds what it shows against what was written.</summary>
internal sealed class ReadingAfterDamage
{
    private const int PageEvents = 50;

    private readonly SqliteEventStorage _store;
    private readonly IReadOnlyList<RecordedEvent> _written;
    private readonly List<string> _wrong = [];
    private readonly List<string> _missing = [];
    private readonly List<string> _unfound = [];
    private readonly List<string> _unnamed = [];

    private ReadingAfterDamage(SqliteEventStorage store, IReadOnlyList<RecordedEvent> written) => (_store, _written) = (store, written);

    /// <summary>What was shown and is not what was written.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    /// <summary>What was written and not shown in the feed or its stream.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>What was written and not found by an index.</summary>
    public IReadOnlyList<string> Unfound => _unfound;

    /// <summary>Errors that do not say that something is damaged.</summary>
    public IReadOnlyList<string> Unnamed => _unnamed;

    /// <summary>True when a read said that something is damaged.</summary>
    public bool IsNoticed { get; private set; }

    public static async Task<ReadingAfterDamage> OfAsync(SqliteEventStorage store, IReadOnlyList<RecordedEvent> written, CancellationToken cancellationToken)
    {
        var reading = new ReadingAfterDamage(store, written);
        await reading.TryAsync(() => reading.ReadFeedAsync(cancellationToken));
        foreach (var stream in written.GroupBy(e => e.Stream))
            await reading.TryAsync(() => reading.ReadStreamAsync([.. stream], cancellationToken));
        foreach (var e in written.Where((_, i) => i % 7 == 0))
            await reading.TryAsync(() => reading.FindAsync(e, cancellationToken));
        foreach (var e in written.Where((_, i) => i % 11 == 0))
            await reading.TryAsync(() => reading.LookUpAsync(e, cancellationToken));
        return reading;
    }

    private async Task TryAsync(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (EventStorageException)
        {
            IsNoticed = true;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            IsNoticed = true;
            _unnamed.Add(e.Message);
        }
    }

    private async Task ReadFeedAsync(CancellationToken cancellationToken)
    {
        var after = FeedPosition.Start;
        var expected = 0;
        FeedPage page;
        do
        {
            page = (await _store.ReadFeedAsync(new FeedRead { After = after, CountMax = PageEvents }, ReadOptions.Default, cancellationToken)).Value;
            foreach (var e in page.Events)
            {
                while (expected < _written.Count && _written[expected].Position < e.Position)
                    _missing.Add($"position {_written[expected++].Position} of the feed");
                if (e.Damage is not null)
                    IsNoticed = true;
                else if (expected >= _written.Count || !IsSame(e, _written[expected]))
                    _wrong.Add($"position {e.Position} of the feed");
                expected++;
            }

            after = page.Next;
        }
        while (!page.IsEnd);
        if (expected < _written.Count)
            _missing.Add($"the feed from position {_written[expected].Position}");
    }

    private async Task ReadStreamAsync(List<RecordedEvent> written, CancellationToken cancellationToken)
    {
        var stream = written[0].Stream;
        var shown = new List<RecordedEvent>();
        StreamVersion? next = StreamVersion.First;
        while (next is { } from)
        {
            var read = new StreamRead { Stream = stream, From = from, CountMax = PageEvents };
            var page = (await _store.ReadStreamAsync(read, ReadOptions.Default, cancellationToken)).Value;
            shown.AddRange(page.Events);
            next = page.Next;
        }

        for (var i = 0; i < shown.Count; i++)
        {
            if (i >= written.Count || !IsSame(shown[i], written[i]))
                _wrong.Add($"{stream} at {i}");
        }

        if (shown.Count < written.Count)
            _missing.Add($"{stream} from v{shown.Count}");
    }

    private async Task FindAsync(RecordedEvent written, CancellationToken cancellationToken)
    {
        var found = (await _store.FindEventAsync(written.Id, ReadOptions.Default, cancellationToken)).Value;
        if (found is null)
            _unfound.Add($"event {written.Id}");
        else if (!IsSame(found, written))
            _wrong.Add($"event {written.Id}");
    }

    private async Task LookUpAsync(RecordedEvent written, CancellationToken cancellationToken)
    {
        var lookup = new EventLookup { CorrelationId = written.Metadata.CorrelationId, CountMax = PageEvents };
        var found = (await _store.LookUpAsync(lookup, ReadOptions.Default, cancellationToken)).Value.Events;
        if (found.Count == 0)
            _unfound.Add($"correlation {written.Metadata.CorrelationId}");
        foreach (var e in found)
        {
            if (e.Damage is not null)
                IsNoticed = true;
            else if (!IsSame(e, written))
                _wrong.Add($"correlation {written.Metadata.CorrelationId}");
        }
    }

    private static bool IsSame(RecordedEvent shown, RecordedEvent written) =>
        shown with { Data = written.Data } == written && shown.Data.Span.SequenceEqual(written.Data.Span);
}
