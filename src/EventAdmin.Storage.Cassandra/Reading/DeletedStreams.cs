using System.Collections.Concurrent;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>Which events of which streams no longer count, as far as a shard's row was read. Thread-safe; only grows.</summary>
internal sealed class DeletedStreams(ReadSurroundings around) : IDisposable
{
    private readonly string _select =
        $"SELECT {DeletionRow.Columns} FROM {around.Keyspace}.deletions WHERE line = ? AND shard = ? AND number > ?";

    private readonly ConcurrentDictionary<StreamId, long> _firstLive = new();
    private readonly SemaphoreSlim _oneLoads = new(1, 1);
    private long _known;

    /// <summary>True when an event still counts.</summary>
    public bool Counts(StreamId stream, long version) => version >= FirstLive(stream);

    /// <summary>The first version of a stream that still counts.</summary>
    public long FirstLive(StreamId stream) => _firstLive.GetValueOrDefault(stream);

    /// <summary>Reads what was deleted up to a shard's row.</summary>
    public async Task CatchUpAsync(ReadRun run, ShardRow shard, CancellationToken cancellationToken)
    {
        if (shard.Deletions <= Volatile.Read(ref _known))
            return;
        await _oneLoads.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var known = _known;
            if (shard.Deletions <= known)
                return;
            foreach (var deletion in DeletionRow.Committed(await ReadAsync(run, shard, known, cancellationToken).ConfigureAwait(false), shard, known))
            {
                foreach (var (stream, firstLive) in deletion.Streams)
                    _firstLive[stream] = firstLive;
            }

            Volatile.Write(ref _known, shard.Deletions);
        }
        finally
        {
            _oneLoads.Release();
        }
    }

    public void Dispose() => _oneLoads.Dispose();

    private async Task<List<DeletionRow>> ReadAsync(ReadRun run, ShardRow shard, long after, CancellationToken cancellationToken)
    {
        var rows = new List<DeletionRow>();
        ReadOnlyMemory<byte> next = default;
        do
        {
            using var result = await run.ExecuteAsync(
                _select,
                values => values.Text(shard.Line).Int16(shard.Shard).Int64(after),
                around.Store.CommitLevel,
                new Paging(State: next),
                cancellationToken).ConfigureAwait(false);
            rows.AddRange(result.Page.ToList(DeletionRow.Read));
            next = result.NextPage;
        }
        while (!next.IsEmpty);
        return rows;
    }
}
