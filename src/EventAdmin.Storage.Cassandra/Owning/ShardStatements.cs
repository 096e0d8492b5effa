using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>The texts of an owner's statements.</summary>
internal sealed class ShardStatements(string keyspace, OwnerRules rules)
{
    private const string OfShard = "WHERE line = ? AND shard = ?";
    private const string OfSegment = "WHERE line = ? AND shard = ? AND segment = ?";
    private const string OfBucket = "WHERE stream_id = ? AND bucket = ?";

    private const string AllCells = "epoch = ?, owner = ?, address = ?, beat = ?, committed = ?, indexed = ?, tail_hash = ?, recorded_at = ?, "
        + "epochs = ?, closed = ?, deletions = ?, deletions_epoch = ?";

    public string CreateShard { get; } =
        $"INSERT INTO {keyspace}.shards (line, shard, epoch, beat, committed, indexed, deletions, deletions_epoch) VALUES (?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS";

    public string ReadShard { get; } = $"SELECT {ShardRow.Columns} FROM {keyspace}.shards {OfShard}";

    public string MoveMarker { get; } = $"UPDATE {keyspace}.shards SET {AllCells} {OfShard} IF {Condition(rules)}";

    public string ClaimShard { get; } =
        $"UPDATE {keyspace}.shards SET {AllCells} {OfShard} IF {(rules.ClaimReplacesWhatItRead ? "epoch = ? AND committed = ? AND beat = ?" : "epoch = ?")}";

    public string WriteFrame { get; } = $"INSERT INTO {keyspace}.log (line, shard, segment, first_seq, epoch, last_seq, events, bytes, codec, frame, prev_hash, hash) "
        + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    public string ReadFrames { get; } = $"SELECT {LogRow.Columns} FROM {keyspace}.log {OfSegment} AND first_seq = ?";

    public string ReadFramesBefore { get; } = $"SELECT {LogRow.Columns} FROM {keyspace}.log {OfSegment} AND first_seq <= ? ORDER BY first_seq DESC LIMIT 16";

    public string WriteEvent { get; } = $"INSERT INTO {keyspace}.events (stream_id, bucket, {EventRows.Columns}) VALUES (?, ?, {EventRows.Markers})";

    public string WriteHead { get; } =
        $"UPDATE {keyspace}.events SET head = ?, head_hash = ?, head_at = ?, bytes = ?, first_version = ?, first_live = ? {OfBucket}";

    public string WriteFirstLive { get; } = $"UPDATE {keyspace}.events SET first_live = ? {OfBucket}";

    public string ReadHead { get; } = $"SELECT DISTINCT stream_id, bucket, {BucketHead.Columns} FROM {keyspace}.events {OfBucket}";

    public string ReadAppendAt { get; } = $"SELECT epoch, append_id, seq FROM {keyspace}.events {OfBucket} AND version = ?";

    public string ReadEventsBack { get; } =
        $"SELECT {EventRows.Columns} FROM {keyspace}.events {OfBucket} ORDER BY version DESC, epoch DESC";

    public string WriteAppendId { get; } =
        $"INSERT INTO {keyspace}.append_ids (append_id, stream_id, first_version, cnt, line, shard, seq) VALUES (?, ?, ?, ?, ?, ?, ?)";

    public string ReadAppendId { get; } = $"SELECT seq FROM {keyspace}.append_ids WHERE append_id = ?";

    public string WriteDeletion { get; } =
        $"INSERT INTO {keyspace}.deletions (line, shard, number, epoch, previous_epoch, after_seq, streams) VALUES (?, ?, ?, ?, ?, ?, ?)";

    public string ReadDeletion { get; } = $"SELECT {DeletionRow.Columns} FROM {keyspace}.deletions {OfShard} AND number = ? AND epoch = ?";

    private static string Condition(OwnerRules rules)
    {
        if (!rules.MarkerNeedsTheEpoch)
            return "committed = ?";
        return rules.MarkerNeedsItsPlace ? "epoch = ? AND committed = ? AND beat = ?" : "epoch = ?";
    }
}
