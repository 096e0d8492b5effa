using System.Net;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Sessions;

/// <summary>Reads the tables that tell of the cluster, on the control connection.</summary>
internal sealed class SystemTables(CqlConnection connection, ClientContext context)
{
    private const string LocalQuery = "SELECT * FROM system.local";
    private const string PeersQuery = "SELECT * FROM system.peers_v2";
    private const string OldPeersQuery = "SELECT * FROM system.peers";
    private const string KeyspacesQuery = "SELECT keyspace_name, replication FROM system_schema.keyspaces";
    private const string KeyspaceQuery = KeyspacesQuery + " WHERE keyspace_name = ?";

    private bool _hasNoPeersV2;

    /// <summary>The row of the connected node.</summary>
    public async Task<PeerRow> ReadLocalAsync(CancellationToken cancellationToken)
    {
        using var page = await QueryAsync(LocalQuery, null, cancellationToken).ConfigureAwait(false);
        return page.TryFirst(new PeerColumns(page.Columns).Read, out var row)
            ? row
            : throw new CqlConnectionException($"{connection.Target.EndPoint} says nothing about itself.", CqlOutcome.Failed);
    }

    /// <summary>The rows of all other nodes.</summary>
    public async Task<IReadOnlyList<PeerRow>> ReadPeersAsync(CancellationToken cancellationToken)
    {
        if (!_hasNoPeersV2)
        {
            try
            {
                return await ReadPeersAsync(PeersQuery, cancellationToken).ConfigureAwait(false);
            }
            catch (CqlServerException exception) when (exception.Error.Code == CqlErrorCode.Invalid)
            {
                // Before 4.0 there is only the older table, without ports.
                _hasNoPeersV2 = true;
            }
        }

        return await ReadPeersAsync(OldPeersQuery, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The replication of all keyspaces.</summary>
    public Task<Dictionary<string, CqlReplication>> ReadKeyspacesAsync(CancellationToken cancellationToken)
        => ReadKeyspacesAsync(KeyspacesQuery, null, cancellationToken);

    /// <summary>The replication of one keyspace; empty when it is gone.</summary>
    public Task<Dictionary<string, CqlReplication>> ReadKeyspaceAsync(string keyspace, CancellationToken cancellationToken)
        => ReadKeyspacesAsync(KeyspaceQuery, keyspace, cancellationToken);

    private async Task<IReadOnlyList<PeerRow>> ReadPeersAsync(string query, CancellationToken cancellationToken)
    {
        using var page = await QueryAsync(query, null, cancellationToken).ConfigureAwait(false);
        return page.ToList(new PeerColumns(page.Columns).Read);
    }

    private async Task<Dictionary<string, CqlReplication>> ReadKeyspacesAsync(string query, string? keyspace, CancellationToken cancellationToken)
    {
        using var page = await QueryAsync(query, keyspace, cancellationToken).ConfigureAwait(false);
        var keyspaces = new Dictionary<string, CqlReplication>(StringComparer.Ordinal);
        foreach (var row in page)
        {
            var options = new List<KeyValuePair<string, string>>();
            foreach (var option in row.GetPairs(1))
                options.Add(KeyValuePair.Create(option.Key.AsText(), option.Value.AsText()));
            keyspaces[row.GetText(0)] = CqlReplication.Parse(options);
        }

        return keyspaces;
    }

    private async Task<CqlPage> QueryAsync(string text, string? value, CancellationToken cancellationToken)
    {
        using var values = new CqlValues();
        if (value is not null)
            values.Text(value);
        var parameters = new QueryParameters { Consistency = CqlConsistency.One, Values = values.Written, ValueCount = values.Count };
        using var reply = await connection.SendAsync(
            new QueryRequest(text, parameters), context.DeadlineAfter(context.Options.Timeout), cancellationToken).ConfigureAwait(false);
        var response = ControlConnection.Expect(reply, cancellationToken);
        return response.Result == ResultKind.Rows
            ? CqlPage.Of(response.Rows, null, reply.TakeBody())
            : throw new CqlProtocolException($"{response.Result} came as the answer to a question about the cluster.");
    }

    /// <summary>Finds what a row tells by the names of its columns, which differ between tables and versions.</summary>
    private sealed class PeerColumns(CqlColumns columns)
    {
        private readonly int _hostId = columns.IndexOf("host_id");
        private readonly int _datacenter = columns.IndexOf("data_center");
        private readonly int _rack = columns.IndexOf("rack");
        private readonly int _tokens = columns.IndexOf("tokens");
        private readonly int _releaseVersion = columns.IndexOf("release_version");
        private readonly int _schemaVersion = columns.IndexOf("schema_version");
        private readonly int _peer = columns.IndexOf("peer");
        private readonly int _broadcastAddress = columns.IndexOf("broadcast_address");
        private readonly int _nativeAddress = columns.IndexOf("native_address");
        private readonly int _rpcAddress = columns.IndexOf("rpc_address");
        private readonly int _nativePort = columns.IndexOf("native_port");
        private readonly int _clusterName = columns.IndexOf("cluster_name");
        private readonly int _partitioner = columns.IndexOf("partitioner");

        public PeerRow Read(CqlRow row) => new()
        {
            HostId = IdIn(row, _hostId),
            Datacenter = TextIn(row, _datacenter),
            Rack = TextIn(row, _rack),
            Tokens = TokensIn(row),
            ReleaseVersion = TextIn(row, _releaseVersion),
            SchemaVersion = IdIn(row, _schemaVersion),
            Peer = AddressIn(row, _peer) ?? AddressIn(row, _broadcastAddress),
            NativeAddress = AddressIn(row, _nativeAddress) ?? AddressIn(row, _rpcAddress),
            NativePort = _nativePort >= 0 && !row.IsNull(_nativePort) ? row.GetInt32(_nativePort) : null,
            ClusterName = TextIn(row, _clusterName),
            Partitioner = TextIn(row, _partitioner),
        };

        private static string? TextIn(CqlRow row, int column) => column < 0 ? null : row.GetTextOrNull(column);

        private static Guid? IdIn(CqlRow row, int column) => column < 0 || row.IsNull(column) ? null : row.GetGuid(column);

        private static IPAddress? AddressIn(CqlRow row, int column) => column < 0 || row.IsNull(column) ? null : row.GetAddress(column);

        private List<string> TokensIn(CqlRow row)
        {
            var tokens = new List<string>();
            if (_tokens < 0 || row.IsNull(_tokens))
                return tokens;
            foreach (var token in row.GetElements(_tokens))
                tokens.Add(token.AsText());
            return tokens;
        }
    }
}
