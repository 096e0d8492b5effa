using System.Buffers.Binary;
using System.Runtime.CompilerServices;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Types;

/// <summary>Where the cells of the current row begin, as far as they were looked for; the first 32 are remembered.</summary>
internal struct RowOffsets
{
    private Inline _cells;
    private int _known;

    /// <summary>Starts a row at <paramref name="offset"/>.</summary>
    public void Begin(int offset)
    {
        _cells[0] = offset;
        _known = 0;
    }

    /// <summary>Where the cell of that column begins: [length, 32 bits][bytes].</summary>
    public int Of(ReadOnlySpan<byte> rows, int column)
    {
        if (column <= _known) return _cells[column];
        var offset = _cells[_known];
        for (var current = _known; current < column;)
        {
            offset = After(rows, offset);
            current++;
            if (current >= Inline.Length) continue;
            _cells[current] = offset;
            _known = current;
        }

        return offset;
    }

    /// <summary>Where the row ends.</summary>
    public int End(ReadOnlySpan<byte> rows, int columnCount) => columnCount == 0 ? _cells[0] : After(rows, Of(rows, columnCount - 1));

    /// <summary>The bytes of the cell at <paramref name="offset"/>.</summary>
    public static ReadOnlySpan<byte> Cell(ReadOnlySpan<byte> rows, int offset, out bool isNull)
    {
        var length = LengthAt(rows, offset);
        isNull = length < 0;
        return isNull ? default : rows.Slice(offset + 4, length);
    }

    private static int After(ReadOnlySpan<byte> rows, int offset) => offset + 4 + Math.Max(LengthAt(rows, offset), 0);

    private static int LengthAt(ReadOnlySpan<byte> rows, int offset)
    {
        if (rows.Length - offset < 4) throw new CqlProtocolException("The page ends inside a row.");
        var length = BinaryPrimitives.ReadInt32BigEndian(rows[offset..]);
        return length <= rows.Length - offset - 4 ? length : throw new CqlProtocolException("The page ends inside a cell.");
    }

    [InlineArray(Length)]
    private struct Inline
    {
        public const int Length = 32;

        private int _first;
    }
}
