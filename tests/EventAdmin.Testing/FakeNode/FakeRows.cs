using System.IO.Hashing;
using System.Text;

namespace EventAdmin.Testing.FakeNode;

/// <summary>RESULT answers with rows, and the answer to PREPARE.</summary>
public static class FakeRows
{
    /// <summary>Rows as a SELECT answers them: without columns when the request skips them and names those that still hold (v5).</summary>
    /// <param name="nextPage">The paging state; null on the last page.</param>
    public static FakeReply Of(
        FakeStatement statement, IReadOnlyList<FakeColumn> columns, IReadOnlyList<IReadOnlyList<FakeValue>> rows, byte[]? nextPage = null) =>
        new(FakeOpcode.Result, request =>
        {
            ArgumentNullException.ThrowIfNull(statement);
            var newId = MetadataId(columns);
            var isChanged = request.Version >= 5 && request.ResultMetadataId.Length > 0 && !request.ResultMetadataId.AsSpan().SequenceEqual(newId);
            var skips = request.SkipsMetadata && !isChanged;
            var flags = (skips ? 0x04 : 0x01) | (nextPage is null ? 0 : 0x02) | (isChanged ? 0x08 : 0);
            var writer = new WireWriter().Int(2).Int(flags).Int(columns.Count);
            if (nextPage is not null)
                writer.Bytes(nextPage);
            if (isChanged)
                writer.ShortBytes(newId);
            if (!skips)
                WriteColumns(writer, statement, columns);
            return WriteRows(writer, rows).ToArray();
        });

    /// <summary>Rows of a conditional statement: they always bring their columns, and never say that those changed.</summary>
    public static FakeReply Conditional(FakeStatement statement, IReadOnlyList<FakeColumn> columns, IReadOnlyList<IReadOnlyList<FakeValue>> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var writer = new WireWriter().Int(2).Int(0x01).Int(columns.Count);
        WriteColumns(writer, statement, columns);
        return FakeReply.Of(FakeOpcode.Result, WriteRows(writer, rows));
    }

    /// <summary>The answer to PREPARE.</summary>
    public static FakeReply Prepared(byte[] id, FakeStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return new FakeReply(FakeOpcode.Result, request =>
        {
            var writer = new WireWriter().Int(4).ShortBytes(id);
            if (request.Version >= 5)
                writer.ShortBytes(MetadataId(statement.Answered));
            writer.Int(statement.Bound.Count > 0 ? 1 : 0).Int(statement.Bound.Count).Int(statement.KeyIndexes.Count);
            foreach (var index in statement.KeyIndexes)
                writer.Short(index);
            if (statement.Bound.Count > 0)
                WriteColumns(writer, statement, statement.Bound);
            writer.Int(statement.Answered.Count > 0 ? 1 : 4).Int(statement.Answered.Count);
            if (statement.Answered.Count > 0)
                WriteColumns(writer, statement, statement.Answered);
            return writer.ToArray();
        });
    }

    /// <summary>The id of columns: the same for the same ones.</summary>
    public static byte[] MetadataId(IReadOnlyList<FakeColumn> columns) =>
        XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join('\n', columns.Select(column => $"{column.Name} {column.Type}"))));

    private static void WriteColumns(WireWriter writer, FakeStatement statement, IReadOnlyList<FakeColumn> columns)
    {
        writer.Text(statement.Keyspace).Text(statement.Table);
        foreach (var column in columns)
        {
            writer.Text(column.Name);
            FakeColumn.WriteType(writer, column.Type);
        }
    }

    private static WireWriter WriteRows(WireWriter writer, IReadOnlyList<IReadOnlyList<FakeValue>> rows)
    {
        writer.Int(rows.Count);
        foreach (var value in rows.SelectMany(row => row))
            writer.Bytes(value.Bytes);
        return writer;
    }
}
