using System.Threading.Channels;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Configuration;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Diagnostics;
using EventAdmin.Storage.Sqlite.Heads;
using EventAdmin.Storage.Sqlite.Rows;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Sqlite.Writing;

/// <summary>
/// The one writer of the file. Everything that writes waits in one queue; appends that wait at the same time are committed together, a
/// lone one waits for nobody. Callers are told after the commit.
/// </summary>
internal sealed partial class WriterLoop : IAsyncDisposable
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly string _headsPath;
    private readonly ReaderPool _readers;
    private readonly NameCache _names;
    private readonly SqliteStorageOptions _options;
    private readonly DeletedStreams _deleted;
    private readonly Quarantine _quarantine;
    private readonly FeedSignal _changed;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly DiskReserve _reserve;

    // The open files and what rests on them, all anew once the files were closed and verified.
    private SqliteDatabase _database;
    private WriterHistory _history;
    private Catalog _catalog;
    private EventRowWriter _rows;
    private Checkpointer _checkpointer;

    // Null when the store can't prove what it holds, and so takes nothing.
    private HeadFile? _heads;

    // Bounded: when full, who wants to write waits for a place, and is refused as busy when none comes free in time.
    private readonly Channel<WriteWork> _queue;
    private readonly ITimer _ticks;
    private readonly Task _loop;

    private FeedPosition _last;
    private DateTimeOffset _lastRecordedAt;
    private long _lastWriteAt;

    public WriterLoop(WriterParts parts)
    {
        (_path, _headsPath, _readers, _names) = (parts.Path, parts.HeadsPath, parts.Readers, parts.Names);
        (_options, _deleted, _changed, _clock, _logger) = (parts.Options, parts.Deleted, parts.Changed, parts.Clock, parts.Logger);
        Attach(parts.Database, parts.Heads);
        _reserve = new DiskReserve(parts.Path + ".reserve", _options.ReserveBytes, _logger);
        _reserve.Hold();
        _quarantine = parts.Quarantine;
        LookIntoFile();
        if (parts.Suspicion is { } suspicion)
            Degrade($"{suspicion}.", UntilDecided);
        _lastWriteAt = _clock.GetTimestamp();
        _queue = Channel.CreateBounded<WriteWork>(new BoundedChannelOptions(_options.QueueMax) { SingleReader = true });
        _loop = Task.Run(RunAsync);
        _ticks = _clock.CreateTimer(_ => _queue.Writer.TryWrite(new WriteWork.Tick()), state: null, TickEvery, TickEvery);
    }

    public WriterCounts Counts { get; } = new();

    public int Waiting => _queue.Reader.Count;

    public async Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        if (_degraded is { } reason)
            return Refuse(RefusalReason.Degraded, reason);
        if (FindQuarantined(request) is { } apart)
            return apart;
#if PLANTED_BUGS
        if (Planted.Is(PlantedBug.P7))
            return await AppendAsCheckedNowAsync(request, cancellationToken).ConfigureAwait(false);
#endif
        var work = new WriteWork.Append(request);
        if (!_queue.Writer.TryWrite(work) && await EnqueueAsync(work, cancellationToken).ConfigureAwait(false) is { } refused)
            return refused;
        return await work.Completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<int> DeleteAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken)
    {
        var work = new WriteWork.Delete(streams);
        await EnqueueOrThrowAsync(work, cancellationToken).ConfigureAwait(false);
        return await work.Completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task ChangeAsync(Action<SqliteDatabase> apply, CancellationToken cancellationToken)
    {
        var work = new WriteWork.Change(apply);
        await EnqueueOrThrowAsync(work, cancellationToken).ConfigureAwait(false);
        await work.Completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Queues a change that nobody waits for; when it can't be made now, it is left out.</summary>
    public void TryChange(Action<SqliteDatabase> apply)
    {
        if (_degraded is null)
            _queue.Writer.TryWrite(new WriteWork.Change(apply));
    }

    public async Task MaintainAsync(Action<SqliteDatabase> apply, CancellationToken cancellationToken)
    {
        var work = new WriteWork.Maintain(apply);
        await EnqueueOrThrowAsync(work, cancellationToken).ConfigureAwait(false);
        await work.Completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes nothing more, and writes what waits.</summary>
    public async Task StopAsync()
    {
        _queue.Writer.TryComplete();
        await _ticks.DisposeAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _heads?.Dispose();
        _database.Dispose();
    }

    private async Task EnqueueOrThrowAsync(WriteWork work, CancellationToken cancellationToken)
    {
        var refused = _degraded is { } reason ? Refuse(RefusalReason.Degraded, reason)
            : _queue.Writer.TryWrite(work) ? null
            : await EnqueueAsync(work, cancellationToken).ConfigureAwait(false);
        if (refused is not null)
            throw new StoreUnavailableException(refused.Detail);
    }

    private async Task<AppendOutcome.Refused?> EnqueueAsync(WriteWork work, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.BusyTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(work, either.Token).ConfigureAwait(false);
            return null;
        }
        catch (ChannelClosedException)
        {
            return Refuse(RefusalReason.Degraded, "The store is stopping.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Refuse(RefusalReason.Busy, $"{_options.QueueMax} appends waited for longer than {_options.BusyTimeout}.");
        }
    }

    private async Task RunAsync()
    {
        var group = new List<WriteWork.Append>(_options.GroupAppendsMax);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_queue.Reader.TryRead(out var work))
            {
                DoOrDegrade(work, group);
                VerifyWhenDistrusted();
            }
        }

        MaintainWal(_checkpointer.Truncate);
    }

    private void DoOrDegrade(WriteWork work, List<WriteWork.Append> group)
    {
        try
        {
            Do(work, group);
        }
        catch (Exception e)
        {
            // Without the loop every caller would wait for ever: it goes on, and refuses.
            _logger.WriteFailed(e);
            Degrade($"The writer met what should not exist: {e.Message}.");
            foreach (var append in group)
                append.Completion.TrySetResult(new AppendOutcome.Unknown(append.Request.Id, append.Request.Streams[0].Stream, Planned: null));
            group.Clear();
        }
    }

    private void Do(WriteWork work, List<WriteWork.Append> group)
    {
        switch (work)
        {
            case WriteWork.Append append:
                TakeGroup(append, group);
                WriteAll(group);
                group.Clear();
                break;
            case WriteWork.Delete delete:
                WriteDelete(delete);
                break;
            case WriteWork.Change change:
                WriteChange(change);
                break;
            case WriteWork.Maintain maintain:
                DoMaintain(maintain);
                break;
            case WriteWork.Tick:
                WhenIdle();
                break;
            default:
                throw new InvalidOperationException($"Expected a known kind of work, found {work.GetType().Name}.");
        }
    }

    private void TakeGroup(WriteWork.Append first, List<WriteWork.Append> group)
    {
        group.Add(first);
        var bytes = first.Bytes;
        while (group.Count < _options.GroupAppendsMax && _queue.Reader.TryPeek(out var next) && next is WriteWork.Append append
            && (bytes += append.Bytes) <= _options.GroupBytesMax && _queue.Reader.TryRead(out _))
        {
            group.Add(append);
        }
    }

    private void WriteChange(WriteWork.Change change)
    {
        try
        {
            var failure = _degraded is { } reason ? throw new StoreUnavailableException(reason) : Transaction.Run(_database, () =>
            {
                change.Apply(_database);
                return true;
            });
            if (failure is not null)
                throw ExceptionFor(failure);
            Counts.CountCommit();
            change.Completion.SetResult();
            AfterCommit();
        }
        catch (Exception e)
        {
            // Told to the one who asked; the loop goes on for the others.
            change.Completion.TrySetException(e);
        }
    }

    private void DoMaintain(WriteWork.Maintain maintain)
    {
        try
        {
            maintain.Apply(_database);
            maintain.Completion.SetResult();
        }
        catch (Exception e)
        {
            // Told to the one who asked; the loop goes on for the others.
            maintain.Completion.TrySetException(e);
        }
    }

    private void WhenIdle()
    {
        if (_fullAt is null)
            _reserve.Hold();
        else
            TryFullDisk();
        if (_checkpointer.WalBytes > 0 && _clock.GetElapsedTime(_lastWriteAt) >= _options.CheckpointWhenIdleFor)
        {
            _lastWriteAt = _clock.GetTimestamp();
            MaintainWal(_checkpointer.Truncate);
        }
    }

    private void AfterCommit()
    {
        _lastWriteAt = _clock.GetTimestamp();
        MaintainWal(_checkpointer.AfterCommit);
    }

    private void MaintainWal(Action maintain)
    {
        if (_degraded is not null)
            return;
        try
        {
            maintain();
            Counts.SetWal(_checkpointer.WalBytes, _checkpointer.Count);
            if (_checkpointer.TakeTruncated())
                RebaseHeads();
        }
        catch (SqliteCallException e)
        {
            if (OutcomeTable.IsOfDisk(e.Code))
                Distrust($"A checkpoint failed: {e.Message}.");
            else
                Degrade($"A checkpoint failed: {e.Message}.");
        }
        catch (IOException e)
        {
            Distrust($"The head file can't be written: {e.Message}.");
        }
    }
}
