using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Owning;

// The log, streams, ids of appends and deletions.
internal sealed partial class ShardStore
{
    public Task WriteFrameAsync(LogRow row, CancellationToken cancellationToken) => WriteAsync(
        _texts.WriteFrame,
        values => values.Text(row.Line).Int16(row.Shard).Int64(settings.Segments.Of(row.First)).Int64(row.First).Int32(row.Epoch).Int64(row.Last)
            .Int32(row.Events).Int32(row.Bytes).Int8(row.Codec).Blob(row.Frame.Span).Hash(row.Previous).Hash(row.Hash),
        WriteTimestamp.Of(row.Epoch, row.First),
        cancellationToken);

    /// <summary>All frames that begin with a number, of whatever epoch.</summary>
    public Task<IReadOnlyList<LogRow>> ReadFramesFromAsync(long first, CancellationToken cancellationToken) => ReadAllAsync(
        _texts.ReadFrames,
        values => values.Text(settings.Line).Int16(settings.Shard).Int64(settings.Segments.Of(first)).Int64(first),
        LogRow.Read,
        cancellationToken);

    /// <summary>Frames that may hold a number, the nearest first.</summary>
    public async Task<IReadOnlyList<LogRow>> ReadFramesHoldingAsync(long number, CancellationToken cancellationToken)
    {
        var found = new List<LogRow>();
        foreach (var segment in settings.Segments.Holding(number))
        {
            using var result = await ReadAsync(
                _texts.ReadFramesBefore,
                values => values.Text(settings.Line).Int16(settings.Shard).Int64(segment).Int64(number),
                Call(settings.CommitLevel),
                cancellationToken).ConfigureAwait(false);
            found.AddRange(result.Page.ToList(LogRow.Read).Where(row => row.Last >= number));
        }

        return found;
    }

    /// <summary>The static cells of a bucket; null when it is empty.</summary>
    public async Task<BucketHead?> ReadHeadAsync(StreamId stream, int bucket, CancellationToken cancellationToken)
    {
        using var result = await ReadAsync(
            _texts.ReadHead, values => values.Text(stream.Value).Int32(bucket), Call(settings.CommitLevel), cancellationToken).ConfigureAwait(false);
        return result.Page.TryFirst(BucketHead.Read, out var head) ? head : null;
    }

    /// <summary>Whose event stands at a version, and its number; of siblings that of the highest epoch. Null when none does.</summary>
    public async Task<(AppendId Append, long Seq)?> FindAppendAtAsync(StreamId stream, long version, CancellationToken cancellationToken)
    {
        foreach (var bucket in settings.Buckets.Holding(version))
        {
            var rows = await ReadAllAsync(
                _texts.ReadAppendAt,
                values => values.Text(stream.Value).Int32(bucket).Int64(version),
                static row => (Epoch: row.GetInt32(0), Append: new AppendId(row.GetGuid(1)), Seq: row.GetInt64(2)),
                cancellationToken).ConfigureAwait(false);
            if (rows.Count > 0)
            {
                var newest = rows.MaxBy(static row => row.Epoch);
                return (newest.Append, newest.Seq);
            }
        }

        return null;
    }

    /// <summary>The events of a bucket, newest first.</summary>
    public Task<IReadOnlyList<StoredEvent>> ReadEventsBackAsync(StreamId stream, int bucket, CancellationToken cancellationToken) => ReadAllAsync(
        _texts.ReadEventsBack, values => values.Text(stream.Value).Int32(bucket), row => EventRows.Read(row, stream), cancellationToken);

    /// <summary>Writes events of one stream into one bucket, and its static cells, together.</summary>
    public async Task WriteBucketAsync(BucketWrite write, CancellationToken cancellationToken)
    {
        var eventStatement = await session.PrepareAsync(_texts.WriteEvent, CqlStatementKind.IdempotentWrite, cancellationToken).ConfigureAwait(false);
        var headStatement = await session.PrepareAsync(_texts.WriteHead, CqlStatementKind.IdempotentWrite, cancellationToken).ConfigureAwait(false);
        var entries = new List<CqlBatchEntry>(write.Events.Count + 1);
        try
        {
            foreach (var e in write.Events)
            {
                var values = new CqlValues(eventStatement.BindColumns);
                entries.Add(new CqlBatchEntry(eventStatement, values));
                EventRows.Bind(values.Text(e.Stream.Value).Int32(write.Bucket), e);
            }

            var head = new CqlValues(headStatement.BindColumns);
            entries.Add(new CqlBatchEntry(headStatement, head));
            BindHead(head, write);
            using var result = await session.ExecuteBatchAsync(
                new CqlBatch(CqlStatementKind.IdempotentWrite, entries),
                Call(settings.CommitLevel) with { TimestampMicros = WriteTimestamp.Of(write.Newest.Epoch, write.Newest.Seq) },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var entry in entries)
                entry.Values.Dispose();
        }
    }

    private static void BindHead(CqlValues values, BucketWrite write)
    {
        var newest = write.Newest;
        values.Int64(newest.Version).Hash(newest.Hash).TimestampMilliseconds(Instants.ToStore(newest.RecordedAt).Milliseconds).Int64(write.Bytes);
        if (write.OpensBucket)
            values.Int64(write.Events[0].Version);
        else
            values.Unset();
        if (write.FirstLive > 0)
            values.Int64(write.FirstLive);
        else
            values.Unset();
        values.Text(newest.Stream.Value).Int32(write.Bucket);
    }

    // With a timestamp of the client: here the newest window of time decides what is thrown away together, and a repetition says the same.
    public Task WriteAppendIdAsync(StoredEvent first, CancellationToken cancellationToken) => WriteAsync(
        _texts.WriteAppendId,
        values => values.Guid(first.Append.Value).Text(first.Stream.Value).Int64(first.Version).Int16(first.Count).Text(first.Line).Int16(first.Shard).Int64(first.Seq),
        timestamp: null,
        cancellationToken);

    /// <summary>The number of the first event of an append whose id is kept; null when it is not.</summary>
    public async Task<long?> FindAppendIdAsync(AppendId append, CancellationToken cancellationToken)
    {
        using var result = await ReadAsync(
            _texts.ReadAppendId, values => values.Guid(append.Value), Call(settings.CommitLevel), cancellationToken).ConfigureAwait(false);
        return result.Page.TryFirst(static row => row.GetInt64(0), out var seq) ? seq : null;
    }

    public Task WriteDeletionAsync(DeletionRow row, CancellationToken cancellationToken) => WriteAsync(
        _texts.WriteDeletion,
        values =>
        {
            values.Text(row.Line).Int16(row.Shard).Int64(row.Number).Int32(row.Epoch).Int32(row.PreviousEpoch).Int64(row.AfterSeq)
                .BeginCollection(row.Streams.Count);
            foreach (var (stream, first) in row.Streams.OrderBy(static pair => pair.Key, StreamId.ByName))
                values.Text(stream.Value).Int64(first);
            values.End();
        },
        WriteTimestamp.Of(row.Epoch, row.AfterSeq),
        cancellationToken);

    public Task<DeletionRow?> FindDeletionAsync(long number, int epoch, CancellationToken cancellationToken) => ReadOneAsync(
        _texts.ReadDeletion,
        values => values.Text(settings.Line).Int16(settings.Shard).Int64(number).Int32(epoch),
        settings.CommitLevel,
        DeletionRow.Read,
        cancellationToken);

    /// <summary>Writes the first version that counts. Of two writes with one timestamp the larger value stands, and it only rises.</summary>
    public Task WriteFirstLiveAsync(StreamId stream, int bucket, DeletionRow deletion, CancellationToken cancellationToken) => WriteAsync(
        _texts.WriteFirstLive,
        values => values.Int64(deletion.Streams[stream]).Text(stream.Value).Int32(bucket),
        WriteTimestamp.Of(deletion.Epoch, deletion.AfterSeq),
        cancellationToken);
}

/// <summary>What one group adds to one bucket of one stream.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Events">The events, in order.</param>
/// <param name="Bytes">Bytes of data of the stream up to the last of them.</param>
/// <param name="OpensBucket">True when the bucket was empty before.</param>
/// <param name="FirstLive">The first version that counts.</param>
internal sealed record BucketWrite(int Bucket, IReadOnlyList<StoredEvent> Events, long Bytes, bool OpensBucket, long FirstLive)
{
    public StoredEvent Newest => Events[^1];
}
