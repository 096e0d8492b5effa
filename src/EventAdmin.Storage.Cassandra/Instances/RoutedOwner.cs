using System.Collections.Concurrent;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Owning;

namespace EventAdmin.Storage.Cassandra.Instances;

/// <summary>
/// The owner of the shard, wherever it is: this instance when it owns it, else the one that does, as far as this one knows. Thread-safe.
/// </summary>
/// <param name="local">This instance's part in the shard.</param>
/// <param name="own">Where this instance is reached; null when it is not.</param>
/// <param name="connect">Makes the peer of an address.</param>
internal sealed class RoutedOwner(IShardOwner local, Uri? own, Func<Uri, InstancePeer> connect) : IShardOwner, IAsyncDisposable
{
    private readonly ConcurrentDictionary<Uri, Lazy<InstancePeer>> _peers = new();

    /// <inheritdoc/>
    public Task<OwnerAnswer<AppendOutcome>> AppendAsync(OwnerAppend append, CancellationToken cancellationToken) =>
        AskAsync(owner => owner.AppendAsync(append, cancellationToken));

    /// <inheritdoc/>
    public Task<OwnerAnswer<int>> DeleteAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken) =>
        AskAsync(owner => owner.DeleteAsync(streams, cancellationToken));

    /// <inheritdoc/>
    public Task<OwnerAnswer<AppendOutcome?>> AskAsync(OwnerAppend append, CancellationToken cancellationToken) =>
        AskAsync(owner => owner.AskAsync(append, cancellationToken));

    /// <summary>The owner at an address; null for an address that is no other instance's.</summary>
    public InstancePeer? FindPeer(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri != own
        ? _peers.GetOrAdd(uri, static (one, make) => new Lazy<InstancePeer>(() => make(one)), connect).Value
        : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _peers.Values)
            await peer.Value.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<OwnerAnswer<T>> AskAsync<T>(Func<IShardOwner, Task<OwnerAnswer<T>>> ask)
    {
        var answer = await ask(local).ConfigureAwait(false);
        // What the other one says of a third is not followed here: this instance's own sight of the shard's row leads to it with the next try.
        return answer is OwnerAnswer<T>.NotTaken { Address: { } address } && FindPeer(address) is { } peer
            ? await ask(peer).ConfigureAwait(false)
            : answer;
    }
}
