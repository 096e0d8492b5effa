using System.Diagnostics.CodeAnalysis;

using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Types;

/// <summary>Makes something of a row. A delegate of its own, for rows can't be type arguments.</summary>
public delegate T CqlRowReader<out T>(CqlRow row);

/// <summary>
/// The rows of one answer. It owns one pooled body: rows, values and spans are valid until <see cref="Dispose"/>, after which every access
/// throws <see cref="ObjectDisposedException"/>. Rows are read while they are walked. Not thread-safe.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A page is walked and is no collection.")]
public sealed class CqlPage : IDisposable
{
    private readonly PooledBody _body;
    private readonly int _rowsOffset;
    private bool _isDisposed;

    internal CqlPage(CqlColumns columns, PooledBody body, int rowsOffset, int rowCount)
    {
        Columns = columns;
        _body = body;
        _rowsOffset = rowsOffset;
        Count = rowCount;
    }

#if DEBUG
#pragma warning disable MA0055 // Counting what was not disposed is what a finalizer alone can do; it is not part of a release.
    /// <summary>Counts a page that its owner forgot to dispose; debug builds only.</summary>
    ~CqlPage()
#pragma warning restore MA0055
    {
        if (!_isDisposed) CqlPageLeaks.Add();
    }
#endif

    /// <summary>The columns, in order.</summary>
    public CqlColumns Columns { get; }

    /// <summary>How many rows there are.</summary>
    public int Count { get; }

    /// <summary>What a conditional statement answers in its first column <c>[applied]</c>; null for every other answer.</summary>
    /// <exception cref="CqlDecodeException">The column is there and holds no boolean.</exception>
    public bool? Applied
    {
        get
        {
            if (Count == 0 || Columns.Count == 0 || Columns[0].Name != "[applied]" || Columns[0].Type.Kind != CqlTypeKind.Boolean) return null;
            var rows = GetEnumerator();
            return rows.MoveNext() ? rows.Current.GetBoolean(0) : null;
        }
    }

    internal ReadOnlySpan<byte> Rows
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _body.Span[_rowsOffset..];
        }
    }

    /// <summary>The place of a column, to be looked up once per statement and not per row.</summary>
    /// <exception cref="ArgumentException">There is no column of that name.</exception>
    public int Column(string name)
    {
        var index = Columns.IndexOf(name);
        return index >= 0
            ? index
            : throw new ArgumentException($"There is no column '{name}' among {string.Join(", ", Columns.Select(static column => column.Name))}.", nameof(name));
    }

    /// <summary>Walks the rows: <c>foreach (CqlRow row in page)</c>.</summary>
    public RowWalk GetEnumerator() => new(this);

    /// <summary>Makes something of every row; the safe way across awaits.</summary>
    public IReadOnlyList<T> ToList<T>(CqlRowReader<T> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var list = new List<T>(Count);
        foreach (var row in this)
            list.Add(reader(row));
        return list;
    }

    /// <summary>Makes something of the first row; false when there is none.</summary>
    public bool TryFirst<T>(CqlRowReader<T> reader, [MaybeNullWhen(false)] out T first)
    {
        ArgumentNullException.ThrowIfNull(reader);
        foreach (var row in this)
        {
            first = reader(row);
            return true;
        }

        first = default;
        return false;
    }

    /// <summary>Gives the body back. Disposing twice is nothing.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _body.Return();
#if DEBUG
        GC.SuppressFinalize(this);
#endif
    }

    /// <summary>Makes the page of an answer; the columns are the answer's own, else those that the statement was prepared with.</summary>
    /// <exception cref="CqlProtocolException">There are no columns, or not as many as the rows have.</exception>
    internal static CqlPage Of(in RowsResult rows, CqlColumns? prepared, PooledBody body)
    {
        var columns = rows.Columns ?? prepared ?? throw new CqlProtocolException("Rows came without columns, and none are known.");
        return columns.Count == rows.ColumnCount
            ? new CqlPage(columns, body, rows.RowsOffset, rows.RowCount)
            : throw new CqlProtocolException($"Rows of {rows.ColumnCount} columns, and {columns.Count} are known.");
    }

    /// <summary>Walks the rows of a page; use it through <c>foreach</c>.</summary>
    public ref struct RowWalk
    {
        private readonly CqlPage _page;
        private RowOffsets _offsets;
        private int _left;
        private bool _isInside;

        internal RowWalk(CqlPage page)
        {
            _page = page;
            _left = page.Count;
        }

        /// <summary>The row that <see cref="MoveNext"/> went to; valid until the next one.</summary>
        [UnscopedRef]
        public CqlRow Current => new(_page, ref _offsets);

        /// <summary>Goes to the next row.</summary>
        /// <exception cref="CqlProtocolException">The bytes end inside a row.</exception>
        public bool MoveNext()
        {
            if (_left == 0) return false;
            var start = _isInside ? _offsets.End(_page.Rows, _page.Columns.Count) : 0;
            _offsets.Begin(start);
            _isInside = true;
            _left--;
            return true;
        }
    }
}
