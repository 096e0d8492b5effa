using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Diagnostics;
using EventAdmin.Storage.Cassandra.Owning;
using EventAdmin.Storage.Cassandra.Rows;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra.Instances;

/// <summary>
/// The owner of the shard on another instance, as this one sees it: one channel, opened when it is first needed and again after it closed.
/// Thread-safe.
/// </summary>
internal sealed class InstancePeer(Uri address, IInstanceTransport transport, InstanceHandshake handshake, Action<long> committed, TimeProvider clock, ILogger logger)
    : IShardOwner, IAsyncDisposable
{
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private InstanceChannel? _channel;

    /// <summary>How long opening the channel may take.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public Task<OwnerAnswer<AppendOutcome>> AppendAsync(OwnerAppend append, CancellationToken cancellationToken) => AskAsync(
        InstanceMessageKind.Append,
        writer => InstanceMessage.WriteAppend(writer, append),
        static reader => InstanceAnswer.ReadOutcome(reader) ?? throw new FormatException("Expected an outcome."),
        cancellationToken);

    /// <inheritdoc/>
    public Task<OwnerAnswer<int>> DeleteAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken) =>
        AskAsync(InstanceMessageKind.Delete, writer => InstanceMessage.WriteStreams(writer, streams), static reader => reader.Int32(), cancellationToken);

    /// <inheritdoc/>
    public Task<OwnerAnswer<AppendOutcome?>> AskAsync(OwnerAppend append, CancellationToken cancellationToken) =>
        AskAsync(InstanceMessageKind.Ask, writer => InstanceMessage.WriteAppend(writer, append), InstanceAnswer.ReadOutcome, cancellationToken);

    /// <summary>Opens the channel, so that hints come; false when nobody answers.</summary>
    public async Task<bool> TryOpenAsync(CancellationToken cancellationToken) => await FindChannelAsync(cancellationToken).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_channel is { } channel)
            await channel.DisposeAsync().ConfigureAwait(false);
        _connecting.Dispose();
    }

    private async Task<OwnerAnswer<T>> AskAsync<T>(InstanceMessageKind kind, Action<ByteWriter> body, Func<ByteReader, T> read, CancellationToken cancellationToken)
    {
        if (await FindChannelAsync(cancellationToken).ConfigureAwait(false) is not { } channel)
            return new OwnerAnswer<T>.NotTaken($"The owner of the shard can't be reached at {address}.", Owner: null, Address: null);
        var answer = await channel.AskAsync(kind, body, cancellationToken).ConfigureAwait(false);
        return answer is null
            ? new OwnerAnswer<T>.AskAgain($"The connection to the owner at {address} was lost before its answer came.")
            : InstanceAnswer.Read(answer, read);
    }

    private async Task<InstanceChannel?> FindChannelAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _channel) is { IsClosed: false } open)
            return open;
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_channel is { IsClosed: false } opened)
                return opened;
            if (_channel is { } closed)
                await closed.DisposeAsync().ConfigureAwait(false);
            return _channel = await TryConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task<InstanceChannel?> TryConnectAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ConnectWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        InstanceStreams? streams = null;
        try
        {
            streams = await transport.ConnectAsync(address, either.Token).ConfigureAwait(false);
            var link = await handshake.ConnectAsync(streams.Input, streams.Output, either.Token).ConfigureAwait(false);
            return new InstanceChannel(streams, link, committed);
        }
        catch (Exception e) when (e is IOException or InstanceRefusedException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            streams?.Close();
            logger.InstanceNotReached(e, address);
            return null;
        }
    }
}
