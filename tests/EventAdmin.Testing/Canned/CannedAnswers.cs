using System.Buffers.Binary;
using System.Text;

namespace EventAdmin.Testing.Canned;

/// <summary>The bodies that the canned node answers with, made once for a version of the protocol.</summary>
internal sealed class CannedAnswers
{
    private const int ResultVoid = 1;
    private const int ResultRows = 2;
    private const int ResultPrepared = 4;
    private const int IdLength = 16;

    private readonly int _version;
    private readonly byte[][] _prepared;
    private readonly byte[][] _withColumns;
    private readonly byte[][] _withoutColumns;

    public CannedAnswers(int version)
    {
        _version = version;
        _prepared = [.. CannedTable.Statements.Select(MakePrepared)];
        _withColumns = [.. CannedTable.Statements.Select(statement => MakeResult(statement, skipsColumns: false))];
        _withoutColumns = [.. CannedTable.Statements.Select(statement => MakeResult(statement, skipsColumns: true))];
        Applied = Columns(new BodyWriter().Int(ResultRows), [new("[applied]", 0x04)], skips: false).Int(1).Value([1]).ToArray();
    }

    public static byte[] Void { get; } = new BodyWriter().Int(ResultVoid).ToArray();

    /// <summary>The answer to a conditional batch that went through.</summary>
    public byte[] Applied { get; }

    /// <summary>The answer to a bound statement, or null where the node stays silent.</summary>
    /// <param name="body">id, in version 5 the id of the result's metadata, level, flags, …</param>
    public byte[]? Execute(ReadOnlySpan<byte> body)
    {
        var statement = body[2];
        if (CannedTable.Statements[statement].Text == CannedTable.ReadNothing)
            return null;
        var flagsAt = 2 + IdLength + (_version == 5 ? 2 + IdLength : 0) + 2;
        var flags = _version == 5 ? BinaryPrimitives.ReadInt32BigEndian(body[flagsAt..]) : body[flagsAt];
        return (flags & 0x02) != 0 ? _withoutColumns[statement] : _withColumns[statement];
    }

    public byte[] Prepare(string text)
    {
        for (var i = 0; i < _prepared.Length; i++)
        {
            if (CannedTable.Statements[i].Text == text)
                return _prepared[i];
        }

        throw new InvalidOperationException($"Expected one of the canned statements, got: {text}");
    }

    private byte[] MakePrepared(CannedStatement statement, int index)
    {
        var body = new BodyWriter().Int(ResultPrepared).ShortBytes(IdOf(index));
        if (_version == 5)
            body.ShortBytes(IdOf(index + 64));
        int[] key = [IndexOf(statement, "owner"), IndexOf(statement, "bucket")];
        body.Int(1).Int(statement.Markers.Length).Int(key.Length).Short(key[0]).Short(key[1]).String(CannedTable.Keyspace).String(CannedTable.Table);
        foreach (var marker in statement.Markers)
            body.String(marker.Name).Short(marker.Type);
        return (statement.Columns.Length == 0 ? body.Int(4).Int(0) : Columns(body, statement.Columns, skips: false)).ToArray();
    }

    private static byte[] MakeResult(CannedStatement statement, bool skipsColumns)
    {
        if (statement.Rows < 0)
            return Void;
        var body = Columns(new BodyWriter().Int(ResultRows), statement.Columns, skipsColumns).Int(statement.Rows);
        for (var row = 0; row < statement.Rows; row++)
        {
            body.Int(8).Long(row).Value(CannedTable.Id.ToByteArray(bigEndian: true)).Value("licence-issued").Value(CannedTable.Data).Value(CannedTable.Note)
                .Int(8).Long(1_700_000_000_000 + row);
        }

        return body.ToArray();
    }

    private static BodyWriter Columns(BodyWriter body, CannedColumn[] columns, bool skips)
    {
        if (skips)
            return body.Int(4).Int(columns.Length);
        body.Int(1).Int(columns.Length).String(CannedTable.Keyspace).String(CannedTable.Table);
        foreach (var column in columns)
            body.String(column.Name).Short(column.Type);
        return body;
    }

    private static int IndexOf(CannedStatement statement, string marker) => Array.FindIndex(statement.Markers, one => one.Name == marker);

    // The first byte is the statement's place in the list, so that an answer is found without a table.
    private static byte[] IdOf(int index)
    {
        var id = new byte[IdLength];
        Encoding.ASCII.GetBytes("canned-statement").CopyTo(id, 0);
        id[0] = (byte)index;
        return id;
    }
}
