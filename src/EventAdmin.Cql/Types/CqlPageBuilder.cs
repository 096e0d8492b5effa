using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Types;

/// <summary>Makes a page from values: fill <see cref="Row"/>, add it, and build. Not thread-safe.</summary>
public sealed class CqlPageBuilder : IDisposable
{
    private readonly CqlColumns _columns;
    private CqlBuffer _rows = new(capacity: 256);
    private int _count;

    /// <summary>A page of these columns.</summary>
    public CqlPageBuilder(CqlColumns columns)
    {
        _columns = columns;
        Row = new CqlValues(columns);
    }

    /// <summary>The values of the next row, one for each column.</summary>
    public CqlValues Row { get; }

    /// <summary>Ends the row.</summary>
    /// <exception cref="CqlEncodeException">A column has no value, or is unset, which only a request may leave it.</exception>
    public CqlPageBuilder AddRow()
    {
        Row.CheckComplete(_columns);
        if (Row.HasUnset) throw new CqlEncodeException("A row can't have a value that is unset.");
        Row.Written.Span.CopyTo(_rows.Take(Row.Written.Length));
        Row.Clear();
        _count++;
        return this;
    }

    /// <summary>The page of all rows so far; the builder begins anew.</summary>
    public CqlPage Build()
    {
        var page = new CqlPage(_columns, PooledBody.CopyOf(_rows.Written.Span), rowsOffset: 0, _count);
        _rows.Clear();
        _count = 0;
        return page;
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        Row.Dispose();
        _rows.Dispose();
    }
}
