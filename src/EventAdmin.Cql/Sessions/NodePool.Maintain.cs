using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Diagnostics;

namespace EventAdmin.Cql.Sessions;

internal sealed partial class NodePool
{
    private static readonly TimeSpan HealthyAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UpNoticeDelay = TimeSpan.FromSeconds(1);

    private readonly WakeSignal _wake;
    private readonly Backoff _backoff;
    private volatile bool _lostSinceOpened;
    private bool _isRefused;
    private long _openedAt;

    /// <summary>The last thing that the cluster said about the node is that it is down.</summary>
    public bool IsReportedDown { get; private set; }

    /// <summary>The cluster says that the node is down: believed only where no connection says otherwise.</summary>
    public void NoteDownNotice()
    {
        IsReportedDown = true;
        foreach (var connection in _connections)
            connection.CheckNow();
    }

    /// <summary>The cluster says that the node is up; its port may open a little later.</summary>
    public void NoteUpNotice()
    {
        IsReportedDown = false;
        if (_connections.Length > 0 || Volatile.Read(ref _loop) is null)
            return;
        _ = TryAfterUpNoticeAsync();
    }

    private async Task TryAfterUpNoticeAsync()
    {
        try
        {
            var delay = UpNoticeDelay * (1 + Random.Shared.NextDouble());
            await Task.Delay(delay, _context.Clock, _stopping.Token).ConfigureAwait(false);
            _backoff.Reset();
            _wake.Set();
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The client is being disposed.
        }
    }

    private async Task MaintainAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                if (_lostSinceOpened)
                {
                    _lostSinceOpened = false;
                    if (_context.Clock.GetElapsedTime(_openedAt) >= HealthyAfter)
                        _backoff.Reset();
                    await _wake.WaitAsync(_backoff.Next(), _stopping.Token).ConfigureAwait(false);
                }
                else if (CountOpen() >= _context.Options.ConnectionsPerNode)
                {
                    await _wake.WaitAsync(Timeout.InfiniteTimeSpan, _stopping.Token).ConfigureAwait(false);
                }
                else if (!await TryOpenAsync().ConfigureAwait(false))
                {
                    await _wake.WaitAsync(_isRefused ? _backoff.Longest() : _backoff.Next(), _stopping.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The client is being disposed.
        }
        finally
        {
            _triedOnce.TrySetResult();
        }
    }

    private int CountOpen() => _connections.Count(static one => one.State == ConnectionState.Open);

    private async Task<bool> TryOpenAsync()
    {
        try
        {
            var node = _node;
            var target = new ConnectionTarget { EndPoint = node.EndPoint, HostId = node.HostId, Datacenter = node.Datacenter };
            var opened = await _context.Connector.ConnectAsync(target, this, _stopping.Token).ConfigureAwait(false);
            Add(opened);
            return true;
        }
        catch (CqlConnectException exception)
        {
            NoteError(exception);
            _isRefused = exception.IsVersionRefused || exception.IsAuthenticationRefused || exception.IsOtherCluster;
            UpdateState();
            return false;
        }
        finally
        {
            _triedOnce.TrySetResult();
        }
    }

    private void Add(CqlConnection opened)
    {
        CqlConnection? replaced;
        lock (_guard)
        {
            replaced = Array.Find(_connections, static one => one.State != ConnectionState.Open);
            _connections = [.. _connections.Where(one => one != replaced), opened];
        }

        // It may have closed before it stood in the list, when nobody would have missed it.
        if (opened.State == ConnectionState.Closed)
            OnClosed(opened);
        _isRefused = false;
        _openedAt = _context.Clock.GetTimestamp();
        UpdateState();
        if (replaced is not null)
            DrainSoon(replaced);
        Queue.Signal(_context.Options.InFlightMax);
    }

    // Runs until its answers have come or the time is up; a drain does not throw.
    private void DrainSoon(CqlConnection connection)
        => _ = connection.DrainAsync(_context.Options.DrainTimeout, CancellationToken.None);

    private void UpdateState()
    {
        lock (_guard)
        {
            var state = _connections.Length > 0 ? CqlNodeState.Up : _isRefused ? CqlNodeState.ForcedDown : CqlNodeState.Down;
            if (state == _state)
                return;
            _state = state;
        }

        _onStateChanged(this);
    }

    private void NoteError(Exception exception)
    {
        LastError = exception.Message;
        LastErrorAt = _context.Clock.GetUtcNow();
        _context.Logger.NodeFailed(exception, _node.EndPoint);
    }
}
