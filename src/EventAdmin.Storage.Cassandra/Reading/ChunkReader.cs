using System.Security.Cryptography;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>Reads data that were too large for their row, and holds them against their hash.</summary>
internal sealed class ChunkReader(ReadSurroundings around)
{
    private readonly string _select =
        $"SELECT chunk, data FROM {around.Keyspace}.payload_chunks WHERE append_id = ? AND idx = ? AND data_hash = ?";

    /// <summary>The data of an event; null when they are not what was written, at no level that could be asked.</summary>
    public async Task<ReadOnlyMemory<byte>?> FindAsync(ReadRun run, StoredEvent e, CancellationToken cancellationToken)
    {
        do
        {
            var data = await ReadAsync(run, e, cancellationToken).ConfigureAwait(false);
            if (data.Length == e.Meta.ChunkedBytes && HashOf(data) == e.ChunksHash)
                return data;
        }
        while (run.TryStrengthen());
        return null;
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(ReadRun run, StoredEvent e, CancellationToken cancellationToken)
    {
        var data = new MemoryStream(e.Meta.ChunkedBytes);
        // The chunks are written before the append, at the commit level: nothing weaker is sure to see them.
        using var result = await run.ExecuteAsync(
            _select,
            values => values.Guid(e.Append.Value).Int16(e.Index).Hash(e.ChunksHash),
            around.Store.CommitLevel,
            default,
            cancellationToken).ConfigureAwait(false);
        foreach (var row in result.Page)
            data.Write(row.GetBlob(1));
        return data.TryGetBuffer(out var written) ? written : ReadOnlyMemory<byte>.Empty;
    }

    private static HistoryHash HashOf(ReadOnlyMemory<byte> data)
    {
        Span<byte> hash = stackalloc byte[HistoryHash.Length];
        SHA256.HashData(data.Span, hash);
        return new HistoryHash(hash);
    }
}
