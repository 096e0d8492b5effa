using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Tests.Cassandra.Simulation;

/// <summary>What the tables say happened, by the marker alone: every commit in order, with the step at which it was.</summary>
internal sealed class SimulatedHistory(SimulatedTables tables, Func<int> step)
{
    public const string Line = "dc1.1";

    private readonly Dictionary<StreamId, StreamState> _heads = [];
    private long _committed;
    private long _deletions;
    private DateTimeOffset _recordedAt;

    /// <summary>The commits, in order.</summary>
    public List<Commit> Commits { get; } = [];

    public StreamVersion? HeadOf(StreamId stream) => _heads.GetValueOrDefault(stream).Head;

    /// <summary>The state of streams before the first commit, and after each.</summary>
    public List<Dictionary<StreamId, StreamState>> States { get; } = [[]];

    /// <summary>Called after every conditional statement: what does the marker say now?</summary>
    public void LookAtTheMarker()
    {
        if (ReadShard() is not { } shard)
            return;
        Require(shard.Committed >= _committed && shard.Deletions >= _deletions, "The marker went back.");
        Require(shard.Indexed <= shard.Committed, "More is indexed than committed.");
        while (_committed < shard.Committed)
            Commit(FindFrame(_committed + 1, shard));
        if (_deletions == shard.Deletions)
            return;
        var deletion = FindDeletion(shard);
        foreach (var (stream, first) in deletion.Streams)
        {
            Require(_heads.GetValueOrDefault(stream) is var state && state.HasEvents() && state.Next == first, $"{stream} was emptied at {first}, and stood at {state}.");
            _heads[stream] = new StreamState(first, first);
        }

        _deletions = shard.Deletions;
        AddCommit(new Commit(step(), [], deletion));
    }

    /// <summary>An answer may only leave when what it speaks of can be read.</summary>
    public void CheckVisible(AppendRequest request, AppendOutcome outcome)
    {
        var upTo = outcome switch
        {
            AppendOutcome.Appended appended => appended.Position.ToStore(),
            AppendOutcome.Conflict { Actual: { } actual } conflict => Commits.SelectMany(static commit => commit.Events)
                .FirstOrDefault(e => e.Stream == conflict.Stream && e.Version == actual.Value)?.Seq ?? 0,
            _ => 0,
        };
        foreach (var e in Commits.SelectMany(static commit => commit.Events).Where(e => e.Seq <= upTo))
            Require(IsInItsStream(e), $"Append {request.Id} was answered ({outcome}) before number {e.Seq} was in {e.Stream}.");
        if (outcome is AppendOutcome.Appended { Position: var position })
            Require(position.ToStore() <= _committed, $"Append {request.Id} was answered before it was committed.");
    }

    /// <summary>At the end: the log, the streams and the heads say the same.</summary>
    public void CheckStored()
    {
        var events = Commits.SelectMany(static commit => commit.Events).ToList();
        foreach (var e in events)
            Require(IsInItsStream(e), $"Number {e.Seq} is committed and not in {e.Stream} under {e.Version}.");
        var rows = tables["events"].Partitions.Sum(static partition => partition.Rows.Count);
        Require(rows == events.Count, $"{events.Count} events are committed, and streams hold {rows}.");
        foreach (var (stream, state) in _heads)
            CheckHead(stream, state);
    }

    private void CheckHead(StreamId stream, StreamState state)
    {
        var buckets = tables["events"].Partitions.Where(partition => Text(partition.Key[0]) == stream.Value)
            .OrderBy(static partition => SimulatedNumbers.Read(partition.Key[1])).ToList();
        var newest = buckets[^1];
        Require(SimulatedNumbers.Read(newest.Statics["head"]!) == state.Next - 1, $"The head of {stream} is not its newest event.");
        var firstLive = newest.Statics["first_live"] is { } cell ? SimulatedNumbers.Read(cell) : 0;
        Require(firstLive == state.First, $"{stream} counts from {firstLive}, and should from {state.First}.");
        foreach (var bucket in buckets)
        {
            var first = bucket.Statics["first_version"];
            Require(first is not null && SimulatedNumbers.Read(first) == bucket.Rows.First().Key[0], $"A bucket of {stream} does not say where it begins.");
        }
    }

    private bool IsInItsStream(StoredEvent e) => new Buckets(4).Holding(e.Version).Any(bucket =>
        tables["events"].Partitions.Any(partition => Text(partition.Key[0]) == e.Stream.Value && SimulatedNumbers.Read(partition.Key[1]) == bucket
            && partition.Rows.TryGetValue([e.Version, e.Epoch], out var row) && row["hash"] is { } hash && new HistoryHash(hash) == e.Hash));

    private void Commit(Frame frame)
    {
        foreach (var e in frame.Events)
        {
            var state = _heads.GetValueOrDefault(e.Stream);
            Require(e.Seq == ++_committed, $"Number {e.Seq} was committed where {_committed} was next.");
            Require(e.Version == state.Next, $"{e.Stream} got version {e.Version} where {state.Next} was next.");
            Require(e.RecordedAt >= _recordedAt, $"The recorded time of number {e.Seq} is before the one before it.");
            _recordedAt = e.RecordedAt;
            _heads[e.Stream] = state with { Next = e.Version + 1 };
        }

        foreach (var append in frame.Events.GroupBy(static e => e.Append))
            AddCommit(new Commit(step(), [.. append], null));
        // The states between appends of one frame are those of the appends alone.
        Rebuild(frame.Events.GroupBy(static e => e.Append).Count());
    }

    private void AddCommit(Commit commit)
    {
        Commits.Add(commit);
        States.Add(new Dictionary<StreamId, StreamState>(_heads));
    }

    private void Rebuild(int commits)
    {
        for (var i = States.Count - commits; i < States.Count; i++)
        {
            var state = new Dictionary<StreamId, StreamState>(States[i - 1]);
            foreach (var e in Commits[i - 1].Events)
                state[e.Stream] = state.GetValueOrDefault(e.Stream) with { Next = e.Version + 1 };
            States[i] = state;
        }
    }

    private ShardRow? ReadShard() => ReadAll("shards", ShardRow.Columns, ShardRow.Read).SingleOrDefault();

    private Frame FindFrame(long first, ShardRow shard)
    {
        var row = ReadAll("log", LogRow.Columns, LogRow.Read).SingleOrDefault(row => row.First == first && row.Epoch == shard.ReignOver(first))
            ?? throw new BrokenPromiseException($"The frame with number {first} is committed and not in the log.");
        return FrameCodec.Decode(row);
    }

    private DeletionRow FindDeletion(ShardRow shard) =>
        ReadAll("deletions", DeletionRow.Columns, DeletionRow.Read).Single(row => row.Number == shard.Deletions && row.Epoch == shard.DeletionsEpoch);

    private List<T> ReadAll<T>(string table, string columns, CqlRowReader<T> reader)
    {
        var of = tables[table];
        var all = new List<T>();
        foreach (var partition in of.Partitions)
        {
            var key = string.Join(" AND ", of.PartitionKey.Select(static column => $"{column} = ?"));
            var statement = tables.Prepare($"SELECT {columns} FROM {SimulatedTables.Keyspace}.{table} WHERE {key}", Cql.Primitives.CqlStatementKind.Read);
            using var page = SimulatedTables.Read(statement, [.. partition.Key.Select(static part => new SimulatedValue(part, IsUnset: false))]);
            all.AddRange(page.ToList(reader));
        }

        return all;
    }

    private static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    public static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
            throw new BrokenPromiseException(otherwise);
    }
}

/// <summary>One append, or one deletion, that the marker committed.</summary>
internal sealed record Commit(int Step, IReadOnlyList<StoredEvent> Events, DeletionRow? Deletion);

internal static class StreamStates
{
    public static bool HasEvents(this StreamState state) => state.Head is not null;
}
