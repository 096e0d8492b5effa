using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Diagnostics;
using EventAdmin.Storage.Cassandra.Instances;
using EventAdmin.Storage.Cassandra.Opening;
using EventAdmin.Storage.Cassandra.Reading;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra;

/// <summary>
/// Events on a Cassandra cluster. It begins without the cluster, opens when the cluster is there and as it must be, and says meanwhile what is
/// wrong; it heals by itself. Several instances may work on one store: one of them owns the shard and takes appends, all of them read.
/// Thread-safe. Disposing finishes what was taken and gives the shard back.
/// </summary>
public sealed partial class CassandraEventStorage : IEventStorage, IAsyncDisposable
{
    /// <summary>Where other instances ask for a channel to this one, at its address: see <see cref="ServeInstanceAsync"/>.</summary>
    public const string InstancePath = Http2Transport.Path;

    private static readonly TimeSpan OpenAgainAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OpeningMax = TimeSpan.FromMinutes(5);

    private readonly StoreSurroundings _around;
    private readonly CancellationTokenSource _stopping = new();
    private readonly FeedSignal _openedOrNot = new();
    private volatile OpenedStore? _opened;
    private volatile EventStorageException _notOpen = new StoreUnavailableException("The cluster is being connected to.");
    private Task _run = Task.CompletedTask;
    private int _isDisposed;

    /// <summary>Makes a store that is not open; <see cref="Start"/> opens it.</summary>
    /// <param name="options">Where the cluster is and what the store is like.</param>
    /// <param name="limits">How large events and appends may be.</param>
    /// <param name="clocks">The clocks.</param>
    /// <param name="logger">Where the store writes.</param>
    public CassandraEventStorage(CassandraOptions options, EventLimits limits, StoreClocks clocks, ILogger<CassandraEventStorage> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clocks);
        _around = new StoreSurroundings
        {
            Options = options,
            Limits = limits,
            Clocks = clocks,
            Logger = logger,
            Changed = Changed,
        };
        Capabilities = new StoreCapabilities
        {
            Name = "Cassandra",
            ConsistencyLevels = ReadLevels.Names(options.Tier),
            FreshnessSentence = "several copies; a read sees every acknowledged append unless its receipt says otherwise, and lists follow within moments",
            IsDurable = true,
            KeepsEventIdsUnique = false,
        };
    }

    /// <inheritdoc/>
    public StoreCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public StorageHealth Health => _opened?.Health ?? new StorageHealth { DegradedReason = _notOpen.Message };

    /// <inheritdoc/>
    public FeedSignal Changed { get; } = new();

    /// <summary>True when the cluster was reached and is as it must be.</summary>
    public bool IsOpen => _opened is not null;

    /// <summary>True while this instance owns the shard and takes appends itself.</summary>
    public bool IsOwner => _opened is { IsOwner: true };

    /// <summary>Begins to open the store, in the background, again and again until it is open.</summary>
    public void Start() => _run = Task.Run(RunAsync);

    /// <summary>Waits until the store is open and this instance owns its shard.</summary>
    /// <exception cref="StoreUnusableException">It can't be opened before somebody mends it.</exception>
    public async Task WaitUntilOwnerAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var moved = _openedOrNot.Next;
            if (_opened is { } opened)
            {
                moved = opened.OwnerMoved;
                if (opened.IsOwner)
                    return;
            }
            else if (_notOpen is StoreUnusableException unusable)
            {
                throw unusable;
            }

            await moved.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until opening the store was tried once more, with whatever end.</summary>
    internal Task WaitForAttemptAsync(CancellationToken cancellationToken) => _openedOrNot.Next.WaitAsync(cancellationToken);

    /// <summary>Waits until lists and look-ups hold everything that was committed before the call.</summary>
    public async Task WaitForLookupsAsync(CancellationToken cancellationToken) =>
        await Opened.Progress.WaitUntilCompleteAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Serves another instance of the store over a stream of bytes each way, until it closes. Whoever has not the shared key is sent away.
    /// </summary>
    /// <param name="input">From the other instance.</param>
    /// <param name="output">To it.</param>
    /// <param name="cancellationToken">Closes.</param>
    public Task ServeInstanceAsync(Stream input, Stream output, CancellationToken cancellationToken) =>
        _opened?.ServeInstanceAsync(input, output, cancellationToken) ?? Task.CompletedTask;

    /// <summary>Makes the store's tables, or brings them up to date.</summary>
    /// <returns>The schema's version before, 0 where there was none, and after.</returns>
    /// <exception cref="EventStorageException">They can't be; the message says why and what to do.</exception>
    public async Task<(int Before, int After)> MigrateAsync(CancellationToken cancellationToken) =>
        await new StoreOpener(_around).MigrateAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Takes no more appends, finishes those that were taken, and gives the shard to the next owner. Reads go on.</summary>
    public Task StopAsync() => _opened?.StopAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private OpenedStore Opened => _opened ?? throw (_isDisposed == 0 ? Again(_notOpen) : new StoreUnavailableException("The store is closed."));

    // What was thrown once is not thrown again: it would carry the stack of whoever met it first.
    private static EventStorageException Again(EventStorageException reason) => reason is StoreUnusableException
        ? new StoreUnusableException(reason.Message, reason)
        : new StoreUnavailableException(reason.Message, reason);

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await ServeOnceAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever is wrong with the cluster or its tables may be mended while this program runs.
                Note(e as EventStorageException ?? new StoreUnavailableException($"The store can't be opened: {e.Message}", e));
            }

            await Task.Delay(OpenAgainAfter, _around.Timers, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeOnceAsync()
    {
        OpenedStore opened;
        using (var late = new CancellationTokenSource(OpeningMax, _around.Timers))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stopping.Token))
            opened = await new StoreOpener(_around).OpenAsync(either.Token).ConfigureAwait(false);
        await using var held = opened.ConfigureAwait(false);
        var ended = opened.Start();
        _opened = opened;
        _openedOrNot.Raise();
        Changed.Raise();
        await ended.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_stopping.IsCancellationRequested)
            _notOpen = new StoreUnavailableException(opened.Health.DegradedReason ?? "The store is being opened anew.");
        // Whoever is reading goes on with the old one, and fails when its session is closed.
        _opened = null;
    }

    private void Note(EventStorageException reason)
    {
        if (reason.Message != _notOpen.Message)
            _around.Logger.StoreNotOpened(reason, reason.Message);
        _notOpen = reason;
        _openedOrNot.Raise();
    }
}
