using System.Threading.Channels;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Diagnostics;
using EventAdmin.Storage.Cassandra.Rows;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>
/// One reign over a shard, from its claim to its end. One loop takes what waits, decides it, writes its frame, moves the marker, writes the
/// streams and answers; while a group is written into its streams the next one may be decided and committed.
/// </summary>
internal sealed partial class ShardReign
{
    private readonly OwnerParts _parts;
    private readonly ShardSettings _settings;
    private readonly ShardSteps _steps;
    private readonly OwnerMemory _memory;
    private readonly LogReader _log;
    private readonly Heads _heads;
    private readonly Indexer _indexer;
    private readonly AppendLookup _lookup;
    private readonly GroupDecider _decider;

    // Bounded: what finds no place is not taken, and its caller tries again.
    private readonly Channel<OwnerWork> _queue;

    // What was taken from the queue and not answered yet; dropped when the reign ends.
    private readonly WorkInHand _inHand = new();

    private readonly OwnerWork.Beat _beat = new();
    private ShardRow _row;
    private DateTimeOffset _recordedAt;
    private long _indexed;
    private long _ackedAt;
    private IReadOnlyList<StreamId> _unindexed = [];
    private Task _indexing = Task.CompletedTask;

    /// <summary>A reign whose claim has been applied.</summary>
    public ShardReign(OwnerParts parts, ShardRow claimed)
    {
        (_parts, _settings, _row) = (parts, parts.Settings, claimed);
        _steps = new ShardSteps(new ShardStore(parts.Session, _settings), _settings, parts.Timers);
        _memory = new OwnerMemory(_settings);
        _log = new LogReader(_steps, _settings);
        _heads = new Heads(_steps, _settings);
        _indexer = new Indexer(_steps, _settings);
        _lookup = new AppendLookup(_memory, _steps, _log, _settings);
        _decider = new GroupDecider(_memory, _lookup, _heads, _settings);
        _indexed = claimed.Indexed;
        _ackedAt = parts.Timers.GetTimestamp();
        _queue = Channel.CreateBounded<OwnerWork>(new BoundedChannelOptions(_settings.QueueMax)
        {
            SingleReader = true,
            // The loop goes on where an append is queued only where a test asks for it: there everything runs on one thread.
            AllowSynchronousContinuations = parts.IsInline,
        });
    }

    /// <summary>The row as it was last written.</summary>
    public ShardRow Row => _row;

    /// <summary>Appends and the like that wait.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>False when there is no room, or the reign is over.</summary>
    public bool TryTake(OwnerWork work) => _queue.Writer.TryWrite(work);

    /// <summary>Takes nothing more: the reign ends in order when what waits is done.</summary>
    public void Close() => _queue.Writer.TryComplete();

    /// <summary>Recovers, serves until it is closed, and gives the shard back.</summary>
    /// <exception cref="ReignEndedException">It ended before.</exception>
    public async Task RunAsync(Action onServing, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await RecoverAsync(ended.Token).ConfigureAwait(false);
            onServing();
            await ServeAsync(ended.Token).ConfigureAwait(false);
            await GiveBackAsync(ended.Token).ConfigureAwait(false);
        }
        finally
        {
            Close();
            End(ended);
            DropAll();
            await _indexing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        await using var beats = _parts.Timers.CreateTimer(_ => _queue.Writer.TryWrite(_beat), state: null, _settings.BeatEvery, _settings.BeatEvery).ConfigureAwait(false);
        while (await _queue.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_queue.Reader.TryRead(out var work))
                await DoAsync(work, cancellationToken).ConfigureAwait(false);
        }

        await FinishIndexingAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task DoAsync(OwnerWork work, CancellationToken cancellationToken)
    {
        if (work is not OwnerWork.Beat)
            _inHand.Add(work);
        switch (work)
        {
            case OwnerWork.Append append:
                var group = TakeGroup(append);
                if (group.Count > 0)
                    await StoreAsync(group, cancellationToken).ConfigureAwait(false);
                break;
            case OwnerWork.Delete delete:
                await DeleteAsync(delete, cancellationToken).ConfigureAwait(false);
                break;
            case OwnerWork.Question question:
                await AnswerAsync(question, cancellationToken).ConfigureAwait(false);
                break;
            case OwnerWork.Beat:
                if (_indexing.IsFaulted)
                    await _indexing.ConfigureAwait(false);
                if (_parts.Timers.GetElapsedTime(_ackedAt) >= _settings.BeatEvery)
                    await FenceAsync(cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new InvalidOperationException($"Expected a known kind of work, found {work.GetType().Name}.");
        }
    }

    private List<OwnerWork.Append> TakeGroup(OwnerWork.Append first)
    {
        var group = new List<OwnerWork.Append> { first };
        var (bytes, events) = (first.Bytes, first.Request.EventCount);
        while (group.Count < _settings.GroupAppendsMax && _queue.Reader.TryPeek(out var next) && next is OwnerWork.Append append
            && (bytes += append.Bytes) <= _settings.GroupBytesMax && (events += append.Request.EventCount) <= _settings.GroupEventsMax
            && _queue.Reader.TryRead(out _))
        {
            group.Add(append);
            _inHand.Add(append);
        }

        DropAbandoned(group);
        return group;
    }

    // Those whose instance is gone: it, or whoever asked it, asks again.
    private void DropAbandoned(List<OwnerWork.Append> group)
    {
        foreach (var append in group.FindAll(static append => append.IsAbandoned))
        {
            append.Drop("The instance that asked is gone.");
            _inHand.Remove([append]);
            group.Remove(append);
        }
    }

    private async Task StoreAsync(List<OwnerWork.Append> appends, CancellationToken cancellationToken)
    {
        var now = _parts.Clock.GetUtcNow();
        // At most the group before is on its way into its streams. A test that forgets it, or lets it overtake, has none to name.
        _memory.KeepWithinBounds(_unindexed.Where(stream => _memory.TryFind(stream, out _)), now);
        var group = await _decider.DecideAsync(appends, _row, now > _recordedAt ? now : _recordedAt, cancellationToken).ConfigureAwait(false);
        if (group.Row is { } row)
            await _steps.WriteLogAsync((store, stop) => store.WriteFrameAsync(row, stop), cancellationToken).ConfigureAwait(false);
        if (!_settings.Rules.AnswersAfterTheMarker)
            Answer(group);
        if (!_settings.Rules.StreamsFollowTheMarker && group.Frame is { } early)
            await _indexer.IndexAsync(early, cancellationToken).ConfigureAwait(false);
        await CommitAsync(group, cancellationToken).ConfigureAwait(false);
        if (_settings.Rules.AnswersInOrder)
            await FinishIndexingAsync(cancellationToken).ConfigureAwait(false);
        _unindexed = [.. group.Streams.Keys];
        _indexing = IndexAndAnswerAsync(group, _indexing, cancellationToken);
    }

    private async Task CommitAsync(DecidedGroup group, CancellationToken cancellationToken)
    {
        if (group is not { Frame: { } frame, Row: { } row })
        {
            if (_settings.Rules.ConflictsAreFenced)
                await FenceAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var recordedAt = frame.Events[^1].RecordedAt;
        var next = Next() with { Committed = frame.Last, TailHash = row.Hash, RecordedAt = recordedAt };
        if (!_settings.Rules.IndexedIsInItsStreams)
            next = next with { Indexed = frame.Last };
        await MoveAsync(next, group, cancellationToken).ConfigureAwait(false);
        _recordedAt = recordedAt;
        if (_settings.Rules.RemembersUnindexed)
            Remember(group, frame);
        else
            Forget(group);
        _parts.OnCommitted(frame.Last);
        _parts.Logger.GroupCommitted(frame.Events.Count, group.Appends.Count, frame.Last);
    }

    private void Remember(DecidedGroup group, Frame frame)
    {
        foreach (var (stream, known) in group.Streams)
            _memory.Keep(stream, known);
        foreach (var e in frame.Events)
        {
            if (e.Meta.AppendIndex == 0)
                _memory.Keep(e.Append, e.Seq);
            if (ForbiddenAppends.Of(e.Stream, e.Type, e.Data) is { } never)
                _memory.Forbid(never, e.RecordedAt);
        }
    }

    private void Forget(DecidedGroup group)
    {
        foreach (var stream in group.Streams.Keys)
            _memory.Forget(stream);
    }

    private async Task IndexAndAnswerAsync(DecidedGroup group, Task before, CancellationToken cancellationToken)
    {
        if (group.Frame is { } frame)
        {
            await _indexer.IndexAsync(frame, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _indexed, frame.Last);
        }

        if (_settings.Rules.AnswersInOrder)
            await before.ConfigureAwait(false);
        Answer(group);
        await before.ConfigureAwait(false);
    }

    private void Answer(DecidedGroup group)
    {
        group.Answer();
        _inHand.Remove(group.Appends);
        if (group.Frame is not null)
            _parts.OnIndexed();
    }

    /// <summary>Waits until everything committed is in its streams, and goes on showing that the owner is there.</summary>
    private async Task FinishIndexingAsync(CancellationToken cancellationToken)
    {
        while (!_indexing.IsCompleted)
        {
            using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var pause = Task.Delay(_settings.BeatEvery, _parts.Timers, done.Token);
            var isLate = await Task.WhenAny(_indexing, pause).ConfigureAwait(false) == pause;
            End(done);
            cancellationToken.ThrowIfCancellationRequested();
            if (isLate)
                await FenceAsync(cancellationToken).ConfigureAwait(false);
        }

        await _indexing.ConfigureAwait(false);
    }

    /// <summary>Moves the marker to where it stands: this owner still reigns, and what it read is so.</summary>
    private Task FenceAsync(CancellationToken cancellationToken) => MoveAsync(Next(), group: null, cancellationToken);

    private ShardRow Next() => _row with { Beat = _row.Beat + 1, Indexed = Math.Max(_row.Indexed, Volatile.Read(ref _indexed)) };

    private async Task MoveAsync(ShardRow next, DecidedGroup? group, CancellationToken cancellationToken)
    {
        try
        {
            await _steps.MoveMarkerAsync(_row, next, cancellationToken).ConfigureAwait(false);
        }
        catch (UnsettledMarkerException e)
        {
            foreach (var append in group?.Appends ?? [])
                append.Tell(new AppendOutcome.Refused(RefusalReason.Busy, e.Message));
            throw new ReignEndedException(e.Message, isDegraded: false, e);
        }

        _row = next;
        _ackedAt = _parts.Timers.GetTimestamp();
    }

    private async Task GiveBackAsync(CancellationToken cancellationToken)
    {
        await MoveAsync(Next() with { Owner = null, Address = null }, group: null, cancellationToken).ConfigureAwait(false);
        _parts.Logger.ShardGivenBack(_settings.Shard, _row.Epoch, _row.Committed);
    }

    // On this thread, whose next step must find it done.
    private static void End(CancellationTokenSource source) => source.Cancel();

    private void DropAll()
    {
        const string Reason = "The shard's owner stepped down; the next one knows.";
        while (_queue.Reader.TryRead(out var waiting))
            waiting.Drop(Reason);
        _inHand.DropAll(Reason);
    }
}
