using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>
/// The names of streams in their order: rows of <c>streams_by_category</c>, for each category and once more for all. Names are spread over
/// parts, so that no partition is large, and put together again by merging. Thread-safe.
/// </summary>
internal sealed class NameTable(StoreTables tables)
{
    /// <summary>The scope of all streams; no category is called so.</summary>
    public const string All = "";

    private const int PartsOfAll = 64;
    private const int PartsOfCategory = 16;

    private const string Insert = "INSERT INTO {keyspace}.streams_by_category (category, part, stream_id, created_at) VALUES (?, ?, ?, ?)";
    private const string Delete = "DELETE FROM {keyspace}.streams_by_category WHERE category = ? AND part = ? AND stream_id = ?";
    private const string Select = "SELECT stream_id FROM {keyspace}.streams_by_category WHERE category = ? AND part = ? AND stream_id >= ?";
    private const string Before = " AND stream_id < ?";
    private const string Descending = " ORDER BY stream_id DESC";
    private const string Limit = " LIMIT ?";

    /// <summary>Lists a stream.</summary>
    public static IEnumerable<TableWrite> Put(StreamStart start, long timestamp)
    {
        var name = start.Stream.Value;
        return Scopes(start.Stream).Select(scope => new TableWrite(
            Insert, values => values.Text(scope).Int8(PartOf(scope, name)).Text(name).Timestamp(start.At), timestamp));
    }

    /// <summary>Lists a stream no more.</summary>
    public static IEnumerable<TableWrite> Remove(StreamId stream, long timestamp) => Scopes(stream).Select(scope => new TableWrite(
        Delete, values => values.Text(scope).Int8(PartOf(scope, stream.Value)).Text(stream.Value), timestamp));

    /// <summary>Names of a range in order, as many as are wanted; some may stand for streams that are gone.</summary>
    /// <param name="scope">A category, or <see cref="All"/>.</param>
    /// <param name="range">The range.</param>
    /// <param name="isForward">Which way.</param>
    /// <param name="expected">About so many will be wanted.</param>
    /// <param name="level">The level.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<string> ReadAsync(
        string scope,
        NameRange range,
        bool isForward,
        int expected,
        CqlConsistency level,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = scope.Length == 0 ? PartsOfAll : PartsOfCategory;
        // Names are spread evenly, so that a part has its share of the page; twice that is rarely too few.
        var portion = Math.Max(4, 2 * expected / parts);
        var cursors = Enumerable.Range(0, parts).Select(part => new PartCursor(range, isForward, portion, (from, count, token) =>
            ReadPartAsync(new PartRead(scope, (sbyte)part, from, isForward, count), level, token))).ToArray();
        await Task.WhenAll(cursors.Select(cursor => cursor.FillAsync(cancellationToken))).ConfigureAwait(false);
        var open = new PriorityQueue<PartCursor, string>(Comparer<string>.Create(isForward ? NameRange.Compare : static (left, right) => NameRange.Compare(right, left)));
        foreach (var cursor in cursors)
            Open(open, cursor);
        while (open.TryDequeue(out var cursor, out var name))
        {
            yield return name;
            cursor.Take();
            if (cursor.Peek() is null)
                await cursor.FillAsync(cancellationToken).ConfigureAwait(false);
            Open(open, cursor);
        }
    }

    private static void Open(PriorityQueue<PartCursor, string> open, PartCursor cursor)
    {
        if (cursor.Peek() is { } next)
            open.Enqueue(cursor, next);
    }

    private static string[] Scopes(StreamId stream) => [All, stream.Category];

    private static sbyte PartOf(string scope, string name) => TextParts.Of(name, scope.Length == 0 ? PartsOfAll : PartsOfCategory);

    private Task<IReadOnlyList<string>> ReadPartAsync(PartRead part, CqlConsistency level, CancellationToken cancellationToken)
    {
        var text = Select + (part.Range.To is null ? "" : Before) + (part.IsForward ? "" : Descending) + Limit;
        var read = new TableRead
        {
            Text = text,
            Bind = values =>
            {
                values.Text(part.Scope).Int8(part.Part).Text(part.Range.From);
                if (part.Range.To is { } to)
                    values.Text(to);
                values.Int32(part.Count);
            },
            Level = level,
        };
        return tables.ReadAsync(read, static row => row.GetText(0), cancellationToken);
    }

    private sealed record PartRead(string Scope, sbyte Part, NameRange Range, bool IsForward, int Count);

    /// <summary>Walks the names of one part, a portion at a time.</summary>
    private sealed class PartCursor(NameRange range, bool isForward, int portion, Func<NameRange, int, CancellationToken, Task<IReadOnlyList<string>>> read)
    {
        private NameRange _rest = range;
        private IReadOnlyList<string> _names = [];
        private int _next;
        private bool _isEnd = range.IsEmpty;

        public string? Peek() => _next < _names.Count ? _names[_next] : null;

        public void Take() => _next++;

        public async Task FillAsync(CancellationToken cancellationToken)
        {
            if (_isEnd || _next < _names.Count)
                return;
            (_names, _next) = (await read(_rest, portion, cancellationToken).ConfigureAwait(false), 0);
            _isEnd = _names.Count < portion;
            if (!_isEnd)
                _rest = isForward ? _rest with { From = _names[^1] + '\0' } : _rest with { To = _names[^1] };
        }
    }
}
