namespace EventAdmin.Testing.Canned;

/// <summary>The statements that the canned node knows; it tells them apart by their text.</summary>
public static class CannedTable
{
    public const string Keyspace = "bench";
    public const string Table = "rows";
    public const int PageRows = 100;

    public const string Write =
        "INSERT INTO bench.rows (owner, bucket, number, id, kind, data, note, written) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

    public const string ReadOne =
        "SELECT number, id, kind, data, note, written FROM bench.rows WHERE owner = ? AND bucket = ? AND number = ?";

    public const string ReadPage =
        "SELECT number, id, kind, data, note, written FROM bench.rows WHERE owner = ? AND bucket = ?";

    public const string Claim =
        "UPDATE bench.rows SET head = ? WHERE owner = ? AND bucket = ? IF head = ?";

    /// <summary>A read that the node never answers.</summary>
    public const string ReadNothing =
        "SELECT number FROM bench.rows WHERE owner = ? AND bucket = ? AND number < 0";

    /// <summary>The large values of a row of about 450 bytes.</summary>
    public static byte[] Data { get; } = MakeBytes(320);

    public static byte[] Note { get; } = MakeBytes(48);

    public static Guid Id { get; } = new("018f3b6e-7c11-7f52-9a5b-0c6de0a1b2c3");

    internal static IReadOnlyList<CannedStatement> Statements { get; } =
    [
        new(Write, [Owner, Bucket, Number, new("id", 0x0C), new("kind", 0x0D), new("data", 0x03), new("note", 0x03), new("written", 0x0B)], [], Rows: -1),
        new(ReadOne, [Owner, Bucket, Number], RowColumns, Rows: 1),
        new(ReadPage, [Owner, Bucket], RowColumns, Rows: PageRows),
        new(Claim, [new("head", 0x02), Owner, Bucket, new("head", 0x02)], [], Rows: -1),
        new(ReadNothing, [Owner, Bucket], [Number], Rows: 0),
    ];

    private static CannedColumn Owner => new("owner", 0x0D);

    private static CannedColumn Bucket => new("bucket", 0x09);

    private static CannedColumn Number => new("number", 0x02);

    private static CannedColumn[] RowColumns =>
        [Number, new("id", 0x0C), new("kind", 0x0D), new("data", 0x03), new("note", 0x03), new("written", 0x0B)];

    private static byte[] MakeBytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
            bytes[i] = (byte)('a' + (i % 26));
        return bytes;
    }
}

/// <summary>A column and its type's number in the protocol.</summary>
internal sealed record CannedColumn(string Name, short Type);

/// <summary>A statement, its bind markers, and what it is answered with: no rows at all when <paramref name="Rows"/> is negative.</summary>
internal sealed record CannedStatement(string Text, CannedColumn[] Markers, CannedColumn[] Columns, int Rows);
