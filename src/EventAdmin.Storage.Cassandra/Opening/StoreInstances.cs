using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Instances;
using EventAdmin.Storage.Cassandra.Owning;

namespace EventAdmin.Storage.Cassandra.Opening;

/// <summary>This instance among the others of its store: it asks the owner, and answers as the owner. Thread-safe.</summary>
internal sealed class StoreInstances : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly StoreSurroundings _around;
    private readonly ShardOwner _owner;
    private readonly Http2Transport _transport = new();
    private readonly RoutedOwner _routed;
    private readonly InstanceServer _server;
    private readonly CommittedHints _committed = new();
    private readonly CancellationTokenSource _closing = new();

    private StoreInstances(StoreSurroundings around, InstanceHandshake handshake, ShardOwner owner, Action<long> heard)
    {
        (_around, _owner) = (around, owner);
        _routed = new RoutedOwner(owner, around.Options.InstanceAddress, address =>
            new InstancePeer(address, _transport, handshake, heard, around.Timers, around.Logger));
        _server = new InstanceServer(owner, handshake, _committed, around.Timers, around.Logger);
    }

    /// <summary>The owner of the shard, wherever it is.</summary>
    public IShardOwner Owner => _routed;

    /// <summary>The instance's part; null where it is alone.</summary>
    /// <param name="around">What the store is opened with.</param>
    /// <param name="store">The store's name.</param>
    /// <param name="owner">This instance's part in the shard.</param>
    /// <param name="heard">Told what another instance committed.</param>
    public static StoreInstances? Find(StoreSurroundings around, string store, ShardOwner owner, Action<long> heard) =>
        InstanceKey.TryParse(around.Options.InstanceKey, out var key) ? new StoreInstances(around, new InstanceHandshake(key, store), owner, heard) : null;

    /// <summary>Tells the others what this instance committed.</summary>
    public void Tell(long committed) => _committed.Tell(committed);

    /// <summary>Serves another instance until it closes.</summary>
    public async Task ServeAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        await _server.ServeAsync(input, output, either.Token).ConfigureAwait(false);
    }

    /// <summary>Keeps the channel to the owner open, so that its hints come.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!_owner.IsServing && _routed.FindPeer(_owner.Row?.Address) is { } peer)
                    await peer.TryOpenAsync(stopping).ConfigureAwait(false);
                await Task.WhenAny(_owner.Moved, Task.Delay(BetweenLooks, _around.Timers, stopping)).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _routed.DisposeAsync().ConfigureAwait(false);
        _transport.Dispose();
        _closing.Dispose();
    }
}
