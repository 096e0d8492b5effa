using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Diagnostics;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

// What is done while the connection lasts.
internal sealed partial class ControlConnection
{
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Debounce = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DebounceMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AgreementEvery = TimeSpan.FromMilliseconds(200);

    private Deadline _refreshAt = Deadline.Never;
    private Deadline _refreshAtLatest = Deadline.Never;

    /// <summary>Waits until all nodes that are up have one version of the schema; false when the time is up before.</summary>
    public async Task<bool> WaitForSchemaAgreementAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var deadline = _context.DeadlineAfter(atMost);
        while (true)
        {
            if (await IsSchemaAgreedAsync(cancellationToken).ConfigureAwait(false))
                return true;
            var left = deadline.Remaining(_context.Clock);
            if (left == TimeSpan.Zero)
                return false;
            await Task.Delay(left < AgreementEvery ? left : AgreementEvery, _context.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // A node learns late what others have: each one that can be asked is asked for its own version, and only the rest is taken from the
    // rows that the watched node has of them. Else all could seem to agree on what they had before the change that is waited for.
    private async Task<bool> IsSchemaAgreedAsync(CancellationToken cancellationToken)
    {
        if (_tables is not { } tables)
            return false;
        try
        {
            var local = await tables.ReadLocalAsync(cancellationToken).ConfigureAwait(false);
            var rows = (await tables.ReadPeersAsync(cancellationToken).ConfigureAwait(false)).Where(IsUp).ToList();
            var asked = await Task.WhenAll(_cluster.View.Pools.Select(pool => ReadOwnRowAsync(pool, cancellationToken))).ConfigureAwait(false);
            var own = asked.OfType<PeerRow>().ToList();
            rows.RemoveAll(row => own.Exists(one => one.HostId == row.HostId));
            return rows.Concat(own).All(one => one.SchemaVersion == local.SchemaVersion);
        }
        catch (CqlException) // A connection has gone: the next round asks the next one.
        {
            return false;
        }
    }

    private async Task<PeerRow?> ReadOwnRowAsync(NodePool pool, CancellationToken cancellationToken)
        => pool.Pick() is { } connection ? await new SystemTables(connection, _context).ReadLocalAsync(cancellationToken).ConfigureAwait(false) : null;

    // A node that is down keeps its old version in the rows of the others until it is back.
    private bool IsUp(PeerRow row)
        => row.HostId is { } hostId && _cluster.FindPool(hostId) is { } pool && !pool.IsReportedDown && pool.State is not (CqlNodeState.Down or CqlNodeState.ForcedDown);

    private async Task ServeAsync(CqlConnection connection)
    {
        try
        {
            // Notices first: what changes between the reading and the asking for them would never be told.
            using (var reply = await connection.SendAsync(RegisterRequest.All, _context.DeadlineAfter(_context.Options.Timeout), _stopping.Token).ConfigureAwait(false))
                Expect(reply, _stopping.Token);
            var tables = new SystemTables(connection, _context);
            await RefreshAsync(connection, tables).ConfigureAwait(false);
            _connection = connection;
            _tables = tables;
            _backoff.Reset();
            _context.Logger.ControlConnected(connection.Target.EndPoint);
            _ready.TrySetResult();
            while (connection.State <= ConnectionState.Retired)
                await ServeOnceAsync(connection, tables).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is CqlException or ArgumentException)
        {
            _context.Logger.ControlLost(exception, connection.Target.EndPoint);
            _ready.TrySetException(exception);
        }
        finally
        {
            _connection = null;
            _tables = null;
            connection.Close(reason: null);
        }
    }

    private async Task ServeOnceAsync(CqlConnection connection, SystemTables tables)
    {
        await _wake.WaitAsync(_refreshAt.Remaining(_context.Clock), _stopping.Token).ConfigureAwait(false);
        while (_notices.TryDequeue(out var notice))
        {
            if (notice is Notice.Node node)
                Handle(node);
            else if (notice is Notice.Schema schema)
                await HandleAsync(schema.Change, tables).ConfigureAwait(false);
        }

        if (_isRefreshWanted)
            RefreshSoon();
        if (_refreshAt.IsOver(_context.Clock))
            await RefreshAsync(connection, tables).ConfigureAwait(false);
    }

    private void Handle(Notice.Node notice)
    {
        var pool = Array.Find(_cluster.View.Pools, one => one.Node.EndPoint.Equals(notice.Address));
        if (pool is null || notice.Change is NodeChange.Added or NodeChange.Removed or NodeChange.Moved)
            RefreshSoon();
        if (notice.Change == NodeChange.Up)
            pool?.NoteUpNotice();
        else if (notice.Change == NodeChange.Down)
            pool?.NoteDownNotice();
    }

    private async Task HandleAsync(SchemaChange change, SystemTables tables)
    {
        var keyspaces = new Dictionary<string, CqlReplication>(_cluster.View.Topology.Keyspaces, StringComparer.Ordinal);
        if (change.Target == SchemaTarget.Keyspace)
        {
            keyspaces.Remove(change.Keyspace);
            foreach (var (name, replication) in await tables.ReadKeyspaceAsync(change.Keyspace, _stopping.Token).ConfigureAwait(false))
                keyspaces[name] = replication;
        }

        _cluster.ApplySchema(keyspaces, change.Keyspace, change.Name);
    }

    /// <summary>Notices come in swarms: everything is read anew once it is quiet for a second, and after five at the latest.</summary>
    private void RefreshSoon()
    {
        _isRefreshWanted = false;
        if (_refreshAtLatest == Deadline.Never)
            _refreshAtLatest = _context.DeadlineAfter(DebounceMax);
        _refreshAt = Deadline.Min(_refreshAtLatest, _context.DeadlineAfter(Debounce));
    }

    private async Task RefreshAsync(CqlConnection connection, SystemTables tables)
    {
        var local = await tables.ReadLocalAsync(_stopping.Token).ConfigureAwait(false);
        var peers = await tables.ReadPeersAsync(_stopping.Token).ConfigureAwait(false);
        var keyspaces = await tables.ReadKeyspacesAsync(_stopping.Token).ConfigureAwait(false);
        var nodes = peers.Select(one => one.ToNode(dialled: null, _context.Options.Port)).ToList();
        nodes.Add(local.ToNode(connection.Target.EndPoint, _context.Options.Port));
        var members = nodes.OfType<TopologyNode>().DistinctBy(static one => one.Node.HostId).ToList();
        _cluster.Apply(local.ClusterName ?? connection.ClusterName, local.Partitioner ?? "", members, keyspaces);
        _refreshAtLatest = Deadline.Never;
        _refreshAt = _context.DeadlineAfter(RefreshEvery);
        _context.Metrics.TopologyRefreshed();
    }
}
