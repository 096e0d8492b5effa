using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>A row of <c>log</c>, with its frame packed.</summary>
internal sealed record LogRow
{
    /// <summary>The columns that <see cref="Read"/> wants, in its order.</summary>
    public const string Columns = "line, shard, first_seq, epoch, last_seq, events, bytes, codec, frame, prev_hash, hash";

    public required string Line { get; init; }

    public required short Shard { get; init; }

    public required long First { get; init; }

    public required int Epoch { get; init; }

    public required long Last { get; init; }

    /// <summary>How many events the frame holds.</summary>
    public required int Events { get; init; }

    /// <summary>Bytes of the frame before it was packed.</summary>
    public required int Bytes { get; init; }

    /// <summary>How the frame is packed: 0 not at all, 1 as an LZ4 block.</summary>
    public required sbyte Codec { get; init; }

    public required ReadOnlyMemory<byte> Frame { get; init; }

    public required HistoryHash Previous { get; init; }

    public required HistoryHash Hash { get; init; }

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    public static LogRow Read(CqlRow row) => new()
    {
        Line = row.GetText(0),
        Shard = row.GetInt16(1),
        First = row.GetInt64(2),
        Epoch = row.GetInt32(3),
        Last = row.GetInt64(4),
        Events = row.GetInt32(5),
        Bytes = row.GetInt32(6),
        Codec = row.GetInt8(7),
        Frame = row.GetBlob(8).ToArray(),
        Previous = HashCells.Read(row, 9),
        Hash = HashCells.Read(row, 10),
    };
}
