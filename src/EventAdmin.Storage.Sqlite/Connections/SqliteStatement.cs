using System.Diagnostics;
using System.Text;
using EventAdmin.EventSourcing.Events;
using SQLitePCL;
using static SQLitePCL.raw;

namespace EventAdmin.Storage.Sqlite.Connections;

/// <summary>
/// A prepared statement, borrowed from its connection: dispose it to give it back. Parameters count from 1, columns from 0.
/// Text goes in and out as bytes with a length, so that a NUL inside survives.
/// </summary>
internal sealed unsafe class SqliteStatement(sqlite3 connection, sqlite3_stmt handle) : IDisposable
{
    private const int StackBytesMax = 512;

    // The handle outlives every use of the pointer: it is closed by Dispose and Close alone.
    private readonly nint _pointer = handle.DangerousGetHandle();

    /// <summary>True while somebody borrows it.</summary>
    public bool IsBorrowed { get; private set; }

    /// <summary>True when nobody keeps it: it ends when it is given back.</summary>
    public bool IsTransient { get; init; }

    public SqliteStatement Borrow()
    {
        Debug.Assert(!IsBorrowed, "A statement is borrowed by one at a time.");
        IsBorrowed = true;
        return this;
    }

    public SqliteStatement Bind(int parameter, long value)
    {
        Check(NativeSqlite.BindNumber(_pointer, parameter, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, long? value) => value is { } number ? Bind(parameter, number) : BindNull(parameter);

    public SqliteStatement Bind(int parameter, string? value)
    {
        if (value is null)
            return BindNull(parameter);
        var bytesMax = Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> bytes = bytesMax <= StackBytesMax ? stackalloc byte[StackBytesMax] : new byte[bytesMax];
        return BindText(parameter, bytes[..Encoding.UTF8.GetBytes(value, bytes)]);
    }

    public SqliteStatement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, and SQLite takes no address for NULL.
        fixed (byte* bytes = utf8.IsEmpty ? [0] : utf8)
            Check(NativeSqlite.BindText(_pointer, parameter, bytes, utf8.Length, NativeSqlite.Transient));
        return this;
    }

    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> blob)
    {
        fixed (byte* bytes = blob.IsEmpty ? [0] : blob)
            Check(NativeSqlite.BindBlob(_pointer, parameter, bytes, blob.Length, NativeSqlite.Transient));
        return this;
    }

    public SqliteStatement Bind(int parameter, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(parameter, bytes);
    }

    public SqliteStatement Bind(int parameter, HistoryHash hash)
    {
        Span<byte> bytes = stackalloc byte[HistoryHash.Length];
        hash.WriteTo(bytes);
        return Bind(parameter, bytes);
    }

    public SqliteStatement BindNull(int parameter)
    {
        Check(NativeSqlite.BindNull(_pointer, parameter));
        return this;
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Step() => NativeSqlite.Step(_pointer) switch
    {
        SQLITE_ROW => true,
        SQLITE_DONE => false,
        _ => throw Failure(),
    };

    /// <summary>Runs a statement without rows, and makes it ready to run again.</summary>
    public void Run()
    {
        try
        {
            while (Step())
            {
            }
        }
        finally
        {
            Reset();
        }
    }

    // The code that a failed step had is repeated here, and was thrown there.
    public void Reset() => _ = NativeSqlite.Reset(_pointer);

    public bool IsNull(int column) => NativeSqlite.ColumnType(_pointer, column) == SQLITE_NULL;

    public long Number(int column) => NativeSqlite.ColumnNumber(_pointer, column);

    public long? NumberOrNull(int column) => IsNull(column) ? null : Number(column);

    /// <summary>The bytes of a blob or text; they last until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column)
    {
        var bytes = NativeSqlite.ColumnBlob(_pointer, column);
        return bytes is null ? [] : new ReadOnlySpan<byte>(bytes, NativeSqlite.ColumnBytes(_pointer, column));
    }

    /// <summary>Where the bytes of a blob or text stand, until the next step.</summary>
    /// <returns>How many they are; -1 for NULL.</returns>
    public int FindBytes(int column, out byte* start)
    {
        start = NativeSqlite.ColumnBlob(_pointer, column);
        return start is not null ? NativeSqlite.ColumnBytes(_pointer, column) : IsNull(column) ? -1 : 0;
    }

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public Guid Guid(int column) => new(Bytes(column), bigEndian: true);

    /// <summary>A hash; null when the column does not hold one.</summary>
    public HistoryHash? Hash(int column) => Bytes(column) is { Length: HistoryHash.Length } bytes ? new HistoryHash(bytes) : null;

    public void Dispose()
    {
        Reset();
        IsBorrowed = false;
        if (IsTransient)
            handle.Dispose();
    }

    public void Close() => handle.Dispose();

    private void Check(int code)
    {
        if (code != SQLITE_OK)
            throw Failure();
    }

    private SqliteCallException Failure() =>
        new(sqlite3_extended_errcode(connection), sqlite3_errmsg(connection).utf8_to_string());
}
