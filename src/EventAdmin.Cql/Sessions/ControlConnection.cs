using System.Collections.Concurrent;
using System.Net;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Diagnostics;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>
/// Keeps one connection for asking about the cluster, to any node that answers: reads the topology, listens to notices, and starts over
/// elsewhere when the connection is lost. One loop owns it.
/// </summary>
internal sealed partial class ControlConnection : ICqlConnectionOwner, IAsyncDisposable
{
    private const int NoticesMax = 1024;
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ReconnectDelayMax = TimeSpan.FromSeconds(10);

    private readonly ClientContext _context;
    private readonly Cluster _cluster;
    private readonly WakeSignal _wake;
    private readonly Backoff _backoff = new(ReconnectDelay, ReconnectDelayMax);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<Notice> _notices = new();
    private volatile CqlConnection? _connection;
    private volatile SystemTables? _tables;
    private volatile bool _isRefreshWanted;
    private Task? _loop;

    public ControlConnection(ClientContext context, Cluster cluster)
    {
        _context = context;
        _cluster = cluster;
        _wake = new WakeSignal(context.Clock);
    }

    /// <summary>The node that it goes to; null while there is none.</summary>
    public EndPoint? EndPoint => _connection?.Target.EndPoint;

    /// <summary>Begins, and waits until the topology was read once.</summary>
    /// <exception cref="CqlException">No contact point could be connected to.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(RunAsync, CancellationToken.None);
        return _ready.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The answer, parsed; an error, or none, is thrown.</summary>
    /// <exception cref="CqlException">The node answered an error, or not at all.</exception>
    public static Response Expect(CqlReply reply, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (reply.Status != ReplyStatus.Answered)
            throw new CqlConnectionException($"{reply.Connection.Target.EndPoint} did not answer a question about the cluster ({reply.Status}).", CqlOutcome.Failed, reply.Cause);
        var response = reply.Read();
        return response.Opcode == Opcode.Error ? throw new CqlServerException(response.Error, CqlOutcome.Failed) : response;
    }

    /// <inheritdoc />
    public void OnNotice(CqlConnection connection, Notice notice)
    {
        // Full: notices may get lost anyway, and reading everything anew makes up for any number of them.
        if (_notices.Count < NoticesMax)
            _notices.Enqueue(notice);
        else
            _isRefreshWanted = true;
        _wake.Set();
    }

    /// <inheritdoc />
    public void OnRoom(CqlConnection connection, int freed)
    {
        // Only this loop asks on it, one question at a time.
    }

    /// <inheritdoc />
    public void OnRetired(CqlConnection connection) => connection.Close(reason: null);

    /// <inheritdoc />
    public void OnClosed(CqlConnection connection) => _wake.Set();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_loop is not null)
            await _loop.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                if (await ConnectAnyAsync().ConfigureAwait(false) is { } connection)
                    await ServeAsync(connection).ConfigureAwait(false);
                await _wake.WaitAsync(_backoff.Next(), _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            _ready.TrySetCanceled();
        }
        catch (Exception exception) // A defect of ours: whoever waits must hear of it, and so must the log.
        {
            _context.Logger.ControlFailed(exception);
            _ready.TrySetException(exception);
        }
    }

    /// <summary>Tries all known nodes, those of the own datacenter first, then the contact points, resolved anew.</summary>
    private async Task<CqlConnection?> ConnectAnyAsync()
    {
        var last = default(CqlException);
        foreach (var target in await FindTargetsAsync().ConfigureAwait(false))
        {
            try
            {
                return await _context.Connector.ConnectAsync(target, this, _stopping.Token).ConfigureAwait(false);
            }
            catch (CqlConnectException exception)
            {
                _context.Logger.ControlNotConnected(exception, target.EndPoint);
                last = exception;
            }
        }

        last ??= new CqlConnectionException($"No address was found for {string.Join(", ", _context.Options.ContactPoints)}.", CqlOutcome.NotExecuted);
        _ready.TrySetException(last);
        return null;
    }

    private async Task<IReadOnlyList<ConnectionTarget>> FindTargetsAsync()
    {
        var nodes = _cluster.View.Topology.Nodes.ToArray();
        Random.Shared.Shuffle(nodes);
        var targets = nodes
            .OrderBy(node => node.State != CqlNodeState.Up)
            .ThenBy(node => node.Datacenter != _context.Options.LocalDatacenter)
            .Select(static node => new ConnectionTarget { EndPoint = node.EndPoint, HostId = node.HostId, Datacenter = node.Datacenter })
            .ToList();
        foreach (var text in _context.Options.ContactPoints)
        {
            if (!ContactPoint.TryParse(text, _context.Options.Port, out var point))
                continue;
            foreach (var endPoint in await point.ResolveAsync(_stopping.Token).ConfigureAwait(false))
            {
                if (!targets.Exists(one => one.EndPoint.Equals(endPoint)))
                    targets.Add(new ConnectionTarget { EndPoint = endPoint, HostName = IPAddress.TryParse(point.Host, out _) ? null : point.Host });
            }
        }

        return targets;
    }
}
