using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>One read: every statement behind it has its deadline in common, and its receipt tells of all of them. Not thread-safe.</summary>
internal sealed class ReadRun
{
    private static readonly TimeSpan DeadlineOfReads = TimeSpan.FromSeconds(2);

    private readonly ReadSurroundings _around;
    private readonly ReadLevel _level;
    private readonly string _label;
    private readonly TimeSpan _deadline;
    private readonly long _started;
    private string? _datacenter;
    private bool _isFallback;
    private int _retries;

    /// <summary>Begins a read now.</summary>
    /// <param name="around">What every read needs.</param>
    /// <param name="options">What the reader wants.</param>
    /// <param name="kind">What is read.</param>
    /// <exception cref="NotSupportedException">This kind of read can't be done at the level that was asked.</exception>
    public ReadRun(ReadSurroundings around, ReadOptions options, ReadKind kind)
        : this(around, options, kind, ReadLevels.Of(options, kind, around.Store.Tier))
    {
    }

    private ReadRun(ReadSurroundings around, ReadOptions options, ReadKind kind, ReadLevel level)
    {
        _around = around;
        _level = level;
        _label = kind == ReadKind.List ? "P3" : "P1";
        _deadline = options.Deadline ?? DeadlineOfReads;
        _started = around.Timers.GetTimestamp();
        Level = _level.Level;
        // What nobody chose is read where it was decided; a level that was chosen means the reader's own datacenter.
        if (_level.Asked is null || _level.IsSettled)
            _datacenter = around.Store.HomeDatacenter;
    }

    /// <summary>A read of rows that another read, of this level, has found.</summary>
    public static ReadRun At(ReadSurroundings around, CqlConsistency level) =>
        new(around, ReadOptions.Default, ReadKind.List, new ReadLevel(level, level, IsSettled: false));

    /// <summary>The level that rows are read at now.</summary>
    public CqlConsistency Level { get; private set; }

    /// <summary>True when the read must see everything that was committed before it began.</summary>
    public bool IsSettled => _level.IsSettled;

    /// <summary>What it rests on.</summary>
    public ReadSurroundings Around => _around;

    /// <summary>Reads stronger from now on: what was seen so far has a hole or does not fit its hash. False when it can't be read stronger.</summary>
    public bool TryStrengthen()
    {
        var commit = _around.Store.CommitLevel;
        if (Level == commit && _datacenter == _around.Store.HomeDatacenter)
            return false;
        if (Level is CqlConsistency.All or CqlConsistency.EachQuorum)
            return false;
        (Level, _datacenter) = (commit, _around.Store.HomeDatacenter);
        return true;
    }

    /// <summary>Executes a statement that reads at the read's level.</summary>
    public ValueTask<CqlResult> ExecuteAsync(string text, Action<CqlValues> bind, Paging paging, CancellationToken cancellationToken) =>
        ExecuteAsync(text, bind, Level, paging, cancellationToken);

    /// <summary>Executes a statement that reads.</summary>
    /// <exception cref="EventStorageException">It failed, or the read's time is up.</exception>
    public async ValueTask<CqlResult> ExecuteAsync(
        string text, Action<CqlValues> bind, CqlConsistency level, Paging paging, CancellationToken cancellationToken)
    {
        try
        {
            var statement = await _around.Session.PrepareAsync(text, CqlStatementKind.Read, cancellationToken).ConfigureAwait(false);
            using var values = new CqlValues(statement.BindColumns);
            bind(values);
            var result = await ExecuteAsync(statement, values, level, paging, cancellationToken).ConfigureAwait(false);
            // A read of several statements is one try.
            _retries += result.Execution.Attempts.Count - 1;
            return result;
        }
        catch (CqlException e)
        {
            throw e.ToStorage(level);
        }
    }

    /// <summary>What the read was worth, by its weakest part: some of it was read before <see cref="TryStrengthen"/>.</summary>
    public ReadReceipt ToReceipt(string store) => new()
    {
        Store = store,
        Asked = _level.Asked?.ToName(),
        Got = (_level.IsSettled ? _level.Asked : _level.Level)?.ToName(),
        Copies = _around.CopiesAt(_level.Level, _datacenter ?? _around.LocalDatacenter),
        Attempts = 1 + _retries,
        Elapsed = _around.Timers.GetElapsedTime(_started),
        AnsweredAt = _around.Clocks.Recorded.GetUtcNow(),
        IsFallback = _isFallback,
    };

    private async ValueTask<CqlResult> ExecuteAsync(
        ICqlStatement statement, CqlValues values, CqlConsistency level, Paging paging, CancellationToken cancellationToken)
    {
        var call = CallOf(level, paging);
        var mayStayLocal = _level.Asked is null && call.Datacenter is not null && call.Datacenter != _around.LocalDatacenter && !level.IsSerial();
        if (!mayStayLocal)
            return await _around.Session.ExecuteAsync(statement, values, call, cancellationToken).ConfigureAwait(false);
        try
        {
            var half = call with { Timeout = call.Timeout / 2 };
            return await _around.Session.ExecuteAsync(statement, values, half, cancellationToken).ConfigureAwait(false);
        }
        catch (CqlException e) when (e.Outcome != CqlOutcome.Failed || e.Error is not null)
        {
            // The home does not answer: the own datacenter may be behind, and the receipt says so.
            (_datacenter, _isFallback) = (null, true);
            return await _around.Session.ExecuteAsync(statement, values, CallOf(level, paging), cancellationToken).ConfigureAwait(false);
        }
    }

    private CqlCall CallOf(CqlConsistency level, Paging paging)
    {
        var rest = _deadline - _around.Timers.GetElapsedTime(_started);
        if (rest <= TimeSpan.Zero)
            throw new StoreUnavailableException($"The read took longer than its deadline of {_deadline}.");
        return new CqlCall
        {
            Consistency = level,
            Timeout = rest,
            AttemptTimeout = rest,
            Datacenter = _datacenter,
            PageSize = paging.Rows,
            PagingState = paging.State,
            Label = _label,
        };
    }
}

/// <summary>How many rows of an answer are wanted, and where to go on.</summary>
/// <param name="Rows">Rows of one answer; 0 for the client's default.</param>
/// <param name="State">Where to go on; empty for the beginning.</param>
internal readonly record struct Paging(int Rows = 0, ReadOnlyMemory<byte> State = default);
