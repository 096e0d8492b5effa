using System.Collections;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>A column of an answer, or a bind marker of a statement.</summary>
public sealed record CqlColumn(string Keyspace, string Table, string Name, CqlType Type);

/// <summary>The columns of an answer or the bind markers of a statement, in order. Immutable.</summary>
public sealed class CqlColumns : IReadOnlyList<CqlColumn>
{
    private readonly CqlColumn[] _columns;

    /// <summary>Keeps a copy of <paramref name="columns"/>.</summary>
    public CqlColumns(IEnumerable<CqlColumn> columns)
        : this(columns.ToArray())
    {
    }

    internal CqlColumns(CqlColumn[] columns) => _columns = columns;

    /// <summary>No columns at all.</summary>
    public static CqlColumns None { get; } = new(Array.Empty<CqlColumn>());

    /// <inheritdoc />
    public int Count => _columns.Length;

    /// <inheritdoc />
    public CqlColumn this[int index] => _columns[index];

    /// <summary>The place of the first column of that name, compared ordinally; -1 when there is none.</summary>
    public int IndexOf(string name) => Array.FindIndex(_columns, column => column.Name.Equals(name, StringComparison.Ordinal));

    /// <inheritdoc />
    public IEnumerator<CqlColumn> GetEnumerator() => ((IEnumerable<CqlColumn>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
