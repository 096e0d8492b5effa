using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Samples.Downloads.History;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventAdmin.Samples.Downloads.Loading;

/// <summary>
/// Puts the guided set into the store and takes it out again. What is the sample's stands in the system stream <c>$sample-downloads</c> before
/// the first event of it is stored, so a load that stopped half-way can be gone on with or removed. Thread-safe; one per store.
/// </summary>
public sealed class SampleLoader : IDisposable
{
    private const int PageSize = 512;

    private readonly EventStore _store;
    private readonly EventSerializer _serializer;
    private readonly DownloadsSampleOptions _options;
    private readonly ILogger<SampleLoader> _logger;
    private readonly SampleLedger _ledger;

    // One change of the sample at a time: a removal must not race with a trickle's append.
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private bool _isRemoved;

    public SampleLoader(
        EventStore store, EventSerializer serializer, IOptions<DownloadsSampleOptions> options, TimeProvider clock, ILogger<SampleLoader> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_store, _serializer, _options, _logger) = (store, serializer, options.Value, logger);
        _ledger = new SampleLedger(store, serializer, clock);
    }

    /// <summary>How the sample stands in the store.</summary>
    public async Task<SampleStatus> FindStatusAsync(CancellationToken cancellationToken)
    {
        var state = await _ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
        var own = await FindOwnStreamAsync(state.Streams, cancellationToken).ConfigureAwait(false);
        return new SampleStatus
        {
            IsLoaded = state.IsLoaded,
            CanLoad = !state.IsLoaded && own is null,
            CanRemove = state.Streams.Count > 0,
            OwnStream = own,
        };
    }

    /// <summary>
    /// Loads the guided set, unless the store has streams of its own. Cancelled or stopped, what was stored stays: loading again goes on.
    /// </summary>
    public async Task<SampleLoadOutcome> LoadAsync(IProgress<SampleProgress>? progress, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var outcome = await LoadOneAtATimeAsync(progress, cancellationToken).ConfigureAwait(false);
            if (outcome is SampleLoadOutcome.Loaded loaded)
                _logger.SampleLoaded(loaded.Load, loaded.Events);
            else if (outcome is not SampleLoadOutcome.LoadedBefore)
                _logger.SampleNotLoaded(outcome.ToString());
            return outcome;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>What <see cref="RemoveAsync"/> would take away now.</summary>
    public async Task<SampleRemoval> DescribeRemovalAsync(CancellationToken cancellationToken)
    {
        var state = await _ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
        var heads = new List<StreamHead>();
        foreach (var stream in state.Streams)
        {
            if ((await _store.Storage.FindHeadAsync(stream, ReadOptions.Default, cancellationToken).ConfigureAwait(false)).Value is { } head)
                heads.Add(head);
        }

        CategoryCount[] categories =
        [
            .. heads.GroupBy(head => head.Stream.Category).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
                new CategoryCount(group.Key, group.LongCount(), group.Sum(head => head.Count), group.Max(head => head.LastAt))),
        ];
        return new SampleRemoval(heads.Count, heads.Sum(head => head.Count), categories);
    }

    /// <summary>
    /// Deletes the sample's streams logically, the trickle's among them, and lets the trickle rest until the next load. Nothing else is
    /// touched; feed positions stay.
    /// </summary>
    /// <returns>How many streams had events.</returns>
    /// <exception cref="StoreUnavailableException">The streams are gone, but the store did not take the note of it: remove again.</exception>
    public async Task<int> RemoveAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var state = await _ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
            _isRemoved = true;
            if (state.Streams.Count == 0)
                return 0;
            var deleted = await _store.Storage.DeleteStreamsAsync([.. state.Streams], cancellationToken).ConfigureAwait(false);
            var outcome = await _ledger.WriteAsync(state, new SampleRemoved(state.Load, deleted), cancellationToken).ConfigureAwait(false);
            if (outcome is not AppendOutcome.Appended)
                throw new StoreUnavailableException($"The removal of the sample was not noted: {outcome}");
            _logger.SampleRemoved(deleted);
            return deleted;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>For the trickle: notes a new invented customer as the sample's. Null while the sample is removed, or when the store refused.</summary>
    internal async Task<CustomerLife?> AddCustomerAsync(string idSpace, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isRemoved)
                return null;
            var state = await _ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
            for (var number = state.NextCustomer; ; number++)
            {
                var life = new CustomerLife(_options.Seed, number, idSpace, _serializer);
                StreamId[] streams = [.. life.Streams];
                if (await AnyExistsAsync(streams, cancellationToken).ConfigureAwait(false))
                    continue;
                var added = new SampleCustomerAdded(number, [.. streams.Select(stream => stream.Value)]);
                var outcome = await _ledger.WriteAsync(state, added, cancellationToken).ConfigureAwait(false);
                return outcome is AppendOutcome.Appended ? life : null;
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>For the trickle: appends unless the sample was removed since; null then.</summary>
    internal async Task<AppendOutcome?> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _isRemoved ? null : await _store.AppendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<SampleLoadOutcome> LoadOneAtATimeAsync(IProgress<SampleProgress>? progress, CancellationToken cancellationToken)
    {
        var state = await _ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (state.IsLoaded)
            return new SampleLoadOutcome.LoadedBefore(state.Load);
        if (await FindOwnStreamAsync(state.Streams, cancellationToken).ConfigureAwait(false) is { } own)
            return new SampleLoadOutcome.StoreInUse(own);

        // A load that was begun is gone on with under its own number and seed: its event ids tell the store what it has already.
        var isBegun = state.Seed is not null;
        var (load, seed) = isBegun ? (state.Load, state.Seed ?? 0) : (state.Load + 1, _options.Seed);
        var set = GuidedSet.Create(_serializer, seed, load);
        string[] streams = [.. set.Streams.Select(stream => stream.Value)];
        if (!isBegun)
        {
            var begun = await _ledger.WriteAsync(state, new SampleLoadBegun(load, seed, streams), cancellationToken).ConfigureAwait(false);
            if (begun is not AppendOutcome.Appended)
                return new SampleLoadOutcome.Stopped(begun);
            state = state with { Count = state.Count + 1 };
        }

        var done = 0;
        foreach (var append in set.Appends)
        {
            var outcome = await _store.AppendAsync(Unpinned(append), cancellationToken).ConfigureAwait(false);
            if (outcome is not AppendOutcome.Appended)
                return new SampleLoadOutcome.Stopped(outcome);
            done += append.EventCount;
            progress?.Report(new SampleProgress(done, set.EventCount));
        }

        var noted = await _ledger.WriteAsync(state, new SampleLoaded(load, done, streams), cancellationToken).ConfigureAwait(false);
        if (noted is not AppendOutcome.Appended)
            return new SampleLoadOutcome.Stopped(noted);
        _isRemoved = false;
        return new SampleLoadOutcome.Loaded(load, streams.Length, done);
    }

    // A stream that was removed goes on with its next version, so the set's own versions hold only in a first load.
    private static AppendRequest Unpinned(AppendRequest append) => append with
    {
        Streams =
        [
            .. append.Streams.Select(stream => stream.Expected == ExpectedVersion.NoStream
                ? stream
                : stream with { Expected = ExpectedVersion.StreamExists }),
        ],
    };

    private async Task<StreamId?> FindOwnStreamAsync(IReadOnlySet<StreamId> sample, CancellationToken cancellationToken)
    {
        StreamId? after = null;
        while (true)
        {
            var read = new StreamListRead { After = after, CountMax = PageSize };
            var page = (await _store.Storage.ListStreamsAsync(read, ReadOptions.Default, cancellationToken).ConfigureAwait(false)).Value;
            foreach (var head in page.Streams)
            {
                if (!sample.Contains(head.Stream))
                    return head.Stream;
                after = head.Stream;
            }

            if (page.IsEnd || page.Streams.Count == 0)
                return null;
        }
    }

    private async Task<bool> AnyExistsAsync(IEnumerable<StreamId> streams, CancellationToken cancellationToken)
    {
        foreach (var stream in streams)
        {
            if ((await _store.Storage.FindHeadAsync(stream, ReadOptions.Default, cancellationToken).ConfigureAwait(false)).Value is not null)
                return true;
        }

        return false;
    }
}
