using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Reading;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Storage.Cassandra.Schema;
using EventAdmin.Storage.Cassandra.Sessions;
using EventAdmin.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.Cassandra.Reading;

/// <summary>
/// A store whose rows a test writes one by one, as an owner would, or as none ever may: buckets of 4, segments of 8. Readers of it are the
/// store's own.
/// </summary>
internal sealed class WrittenStore : IAsyncDisposable
{
    private readonly ICqlSession _session;
    private readonly CassandraOptions _options;
    private readonly HistoryHasher _hasher = new();
    private readonly SampleEvents _events = new("written");
    private readonly Dictionary<StreamId, (long Next, HistoryHash Hash, long Bytes, int Bucket)> _streams = [];
    private readonly List<Reign> _reigns = [new(1, 1)];
    private long _next = 1;
    private HistoryHash _tail;

    private WrittenStore(ICqlSession session, CassandraOptions options, StoreFacts facts)
    {
        _session = session;
        _options = options;
        Around = new ReadSurroundings(session, options.Keyspace, facts, options.LocalDatacenter, new StoreClocks(TimeProvider.System, TimeProvider.System));
        Parts = StreamParts.Of(Around, Damages.Add);
        Streams = new StreamPages(Around, Parts);
        Feed = new FeedReader(Parts, Streams);
        Finder = new EventFinder(Around, Parts);
    }

    public ReadSurroundings Around { get; }

    public StreamParts Parts { get; }

    public StreamPages Streams { get; }

    public FeedReader Feed { get; }

    public EventFinder Finder { get; }

    public List<EventDamagedException> Damages { get; } = [];

    public DateTimeOffset Now { get; set; } = TestTime.Start;

    public static async Task<WrittenStore> CreateAsync(StoreCluster cluster, CancellationToken cancellationToken)
    {
        var options = cluster.NewStore();
        (options.BucketSize, options.SegmentSize) = (4, 8);
        var session = await StoreCluster.ConnectAsync(options, cancellationToken);
        var facts = await new SchemaMigrator(session, options, TimeProvider.System, NullLogger.Instance).MigrateAsync(cancellationToken);
        return new WrittenStore(session, options, facts);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync($"DROP KEYSPACE IF EXISTS {_options.Keyspace}");
        Parts.Deleted.Dispose();
        await _session.DisposeAsync();
    }

    /// <summary>A statement as a test needs it; <c>{ks}</c> is the keyspace.</summary>
    public Task RunAsync(string cql) => StoreCluster.RunAsync(_session, cql.Replace("{ks}", _options.Keyspace, StringComparison.Ordinal), CancellationToken.None);

    /// <summary>A whole group: frame, marker, streams.</summary>
    public async Task<Frame> AppendAsync(params (string Stream, int Count)[] appends)
    {
        var frame = Build(epoch: _reigns[^1].Epoch, appends);
        await WriteAsync(frame);
        await MarkAsync(frame, indexed: frame.Last);
        await IndexAsync(frame);
        return frame;
    }

    /// <summary>What a group of appends becomes, one append a stream; nothing is written yet.</summary>
    public Frame Build(int epoch, params (string Stream, int Count)[] appends)
    {
        var before = new List<StreamBefore>();
        var events = new List<StoredEvent>();
        var next = _next;
        foreach (var (name, count) in appends)
        {
            var stream = StreamId.Parse(name);
            var state = _streams.GetValueOrDefault(stream, (0, HistoryHasher.Seed(stream), 0, -1));
            before.Add(new StreamBefore(stream, state.Hash, 0, state.Bytes, state.Bucket));
            var append = AppendId.Of([new StreamAppend { Stream = stream, Expected = ExpectedVersion.Any, Events = _events.Take(count) }]);
            for (var i = 0; i < count; i++)
            {
                var made = _events.Next();
                var e = new RecordedEvent
                {
                    Id = made.Id,
                    Stream = stream,
                    Version = StreamVersion.Of(state.Next),
                    Position = FeedPosition.FromStore(next++),
                    Type = made.Type,
                    Data = made.Data,
                    RecordedAt = Now,
                    OccurredAt = Now,
                    Append = append,
                };
                var stored = StoredEvent.From(e, new StoredPlace(Around.Store.Line, 0, epoch, (short)i, (short)count, (short)i, (short)count, 0, state.Hash), _hasher);
                events.Add(stored);
                state = (state.Next + 1, stored.Hash, state.Bytes + made.Data.Length, state.Bucket);
            }
        }

        return new Frame { Line = Around.Store.Line, Shard = 0, Epoch = epoch, Previous = _tail, Events = events, Streams = before, IdsKept = [] };
    }

    public Task WriteAsync(Frame frame) => WriteAsync(FrameCodec.Encode(frame));

    public Task WriteAsync(LogRow row) => ExecuteAsync(
        "INSERT INTO {ks}.log (line, shard, segment, first_seq, epoch, last_seq, events, bytes, codec, frame, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values => values.Text(row.Line).Int16(row.Shard).Int64(row.First / Around.Store.SegmentSize).Int64(row.First).Int32(row.Epoch).Int64(row.Last)
            .Int32(row.Events).Int32(row.Bytes).Int8(row.Codec).Blob(row.Frame.Span).Hash(row.Previous).Hash(row.Hash));

    /// <summary>Moves the marker over a frame; what is built next comes after it.</summary>
    public async Task MarkAsync(Frame frame, long indexed)
    {
        _tail = FrameCodec.Encode(frame).Hash;
        _next = frame.Last + 1;
        foreach (var e in frame.Events)
        {
            var stream = _streams.GetValueOrDefault(e.Stream, (0, default, 0, -1));
            var first = e.Version - e.Index;
            _streams[e.Stream] = (e.Version + 1, e.Hash, stream.Bytes + e.DataBytes, (int)(first / Around.Store.BucketSize));
        }

        await MarkAsync(frame.Last, indexed);
    }

    /// <summary>A new owner reigns from the next number on.</summary>
    public void Reign(int epoch) => _reigns.Add(new Reign(epoch, _next));

    public async Task IndexAsync(Frame frame)
    {
        foreach (var e in frame.Events)
            await InsertAsync(e);
        foreach (var newest in frame.Events.GroupBy(e => e.Stream).Select(group => group.Last()))
            await MoveHeadAsync(newest, _streams[newest.Stream].Bytes);
    }

    public Task InsertAsync(StoredEvent e) => ExecuteAsync(
        $"INSERT INTO {{ks}}.events (stream_id, bucket, {EventRows.Columns}) VALUES (?, ?, {EventRows.Markers})",
        values => EventRows.Bind(values.Text(e.Stream.Value).Int32(BucketOf(e)), e));

    public Task MoveHeadAsync(StoredEvent newest, long bytes) => ExecuteAsync(
        "UPDATE {ks}.events SET head = ?, head_hash = ?, bytes = ? WHERE stream_id = ? AND bucket = ?",
        values => values.Int64(newest.Version).Hash(newest.Hash).Int64(bytes).Text(newest.Stream.Value).Int32(BucketOf(newest)));

    public ReadRun Run(ReadKind kind, string? level = null) => new(Around, new ReadOptions { Consistency = level, Deadline = TimeSpan.FromSeconds(20) }, kind);

    public Task<StreamPage> ReadAsync(string stream, int count = 100, long? from = null, ReadDirection direction = ReadDirection.Forward, string? level = null, bool marks = false) =>
        Streams.ReadAsync(
            Run(ReadKind.Stream, level),
            new StreamRead { Stream = StreamId.Parse(stream), CountMax = count, From = from is { } version ? StreamVersion.Of(version) : null, Direction = direction, MarksDamaged = marks },
            CancellationToken.None);

    public Task<FeedPage> ReadFeedAsync(long? after = null, ReadDirection direction = ReadDirection.Forward, int count = 100, string? stream = null) =>
        Feed.ReadAsync(
            Run(ReadKind.Feed),
            new FeedRead
            {
                After = after is { } number ? FeedPosition.FromStore(number) : null,
                Direction = direction,
                CountMax = count,
                Filter = new FeedFilter { IncludeSystem = true, Stream = stream is null ? null : StreamId.Parse(stream) },
            },
            CancellationToken.None);

    private Task MarkAsync(long committed, long indexed) => ExecuteAsync(
        "INSERT INTO {ks}.shards (line, shard, epoch, beat, committed, indexed, tail_hash, recorded_at, epochs) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values =>
        {
            values.Text(Around.Store.Line).Int16(0).Int32(_reigns[^1].Epoch).Int64(committed).Int64(committed).Int64(indexed).Hash(_tail).Timestamp(Now)
                .BeginCollection(_reigns.Count);
            foreach (var reign in _reigns)
                values.BeginTuple().Int32(reign.Epoch).Int64(reign.First).End();
            values.End();
        });

    private int BucketOf(StoredEvent e) => (int)((e.Version - e.Index) / Around.Store.BucketSize);

    private async Task ExecuteAsync(string text, Action<CqlValues> bind)
    {
        var statement = await _session.PrepareAsync(text.Replace("{ks}", _options.Keyspace, StringComparison.Ordinal), CqlStatementKind.IdempotentWrite, CancellationToken.None);
        using var values = new CqlValues(statement.BindColumns);
        bind(values);
        var call = new CqlCall { Consistency = CqlConsistency.LocalQuorum, Label = "test" };
        (await _session.ExecuteAsync(statement, values, call, CancellationToken.None)).Dispose();
    }
}
