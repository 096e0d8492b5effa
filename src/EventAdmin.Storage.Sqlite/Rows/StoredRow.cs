using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Sqlite.Rows;

/// <summary>
/// Where the columns of the current row stand that hold text or bytes, looked up once a row: each is wanted for the hash and again for the
/// event. What it tells lasts until the statement's next step.
/// </summary>
internal sealed unsafe class StoredRow
{
    private const int Missing = -1;
    private const int First = 7;

    private readonly byte*[] _starts = new byte*[EventRowReader.ColumnCount - First];
    private readonly int[] _lengths = new int[EventRowReader.ColumnCount - First];

    /// <summary>Looks at the columns of a row, all that hold no numbers.</summary>
    public void Load(SqliteStatement row)
    {
        foreach (var column in EventRowReader.ByteColumns)
        {
            var length = row.FindBytes(column, out var start);
            _starts[column - First] = start;
            _lengths[column - First] = length;
        }
    }

    public bool IsNull(int column) => _lengths[column - First] == Missing;

    public ReadOnlySpan<byte> Bytes(int column) => new(_starts[column - First], Math.Max(0, _lengths[column - First]));

    /// <summary>A hash; null when the column does not hold one.</summary>
    public HistoryHash? Hash(int column) => Bytes(column) is { Length: HistoryHash.Length } bytes ? new HistoryHash(bytes) : null;

    public Guid Guid(int column) => new(Bytes(column), bigEndian: true);
}
