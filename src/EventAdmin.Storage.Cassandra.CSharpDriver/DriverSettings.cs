using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Cassandra;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;

namespace EventAdmin.Storage.Cassandra.CSharpDriver;

/// <summary>
/// The driver's cluster as this product needs it. The driver decides nothing: no retry, no speculation, no timestamp, no level of its own, no page
/// fetched unasked. The adapter names the node of every attempt.
/// </summary>
internal static class DriverSettings
{
    private const int RequestIdsMax = 32_768;

    public static ICluster Build(CqlOptions options, IReadOnlyList<ConnectionTarget> contactPoints, IAuthProvider? authentication)
    {
        global::Cassandra.Cluster? made = null;
        var builder = global::Cassandra.Cluster.Builder()
            // In this order: setting the port changes the contact points that are there.
            .WithPort(options.Port)
            .AddContactPoints(contactPoints.Select(point => point.EndPoint))
            .WithMaxProtocolVersion(ProtocolVersion.V4)
            .WithQueryOptions(new QueryOptions().SetRetryOnTimeout(false).SetDefaultIdempotence(false).SetPageSize(options.PageSize))
            .WithRetryPolicy(FallthroughRetryPolicy.Instance)
            .WithSpeculativeExecutionPolicy(NoSpeculativeExecutionPolicy.Instance)
            .WithLoadBalancingPolicy(new NamedNodePolicy(options.LocalDatacenter))
            .WithTimestampGenerator(new NoTimestamps())
            .WithReconnectionPolicy(new ExponentialReconnectionPolicy((long)options.ReconnectDelay.TotalMilliseconds, (long)options.ReconnectDelayMax.TotalMilliseconds))
            .WithTypeSerializers(RawSerializers.Define())
            // Our own topology is read from the system tables; the driver's would be a second one.
            .WithMetadataSyncOptions(new MetadataSyncOptions().SetMetadataSyncEnabled(false))
            .WithPoolingOptions(Pooling(options))
            .WithSocketOptions(new SocketOptions()
                .SetConnectTimeoutMillis((int)options.ConnectTimeout.TotalMilliseconds)
                .SetReadTimeoutMillis((int)options.AttemptTimeout.TotalMilliseconds)
                .SetTcpNoDelay(true)
                .SetKeepAlive(true))
            .WithCompression(options.Compression == CqlCompression.Lz4 ? CompressionType.LZ4 : CompressionType.NoCompression)
            .WithApplicationName("EventAdmin");
        if (authentication is not null)
            builder.WithAuthProvider(authentication);
        if (options.Tls is { } tls)
            builder.WithSSL(TlsOf(tls, TargetOf));
        return made = builder.Build();

        ConnectionTarget TargetOf(IPAddress address)
        {
            var point = contactPoints.FirstOrDefault(one => one.EndPoint.Address.Equals(address)) ?? new ConnectionTarget { EndPoint = new IPEndPoint(address, options.Port) };
            return made?.AllHosts().FirstOrDefault(one => one.Address.Address.Equals(address)) is { } host ? point with { HostId = host.HostId, Datacenter = host.Datacenter } : point;
        }
    }

    /// <summary>The addresses behind the contact points.</summary>
    public static async Task<IReadOnlyList<ConnectionTarget>> ResolveAsync(CqlOptions options, CancellationToken cancellationToken)
    {
        var targets = new List<ConnectionTarget>();
        foreach (var text in options.ContactPoints)
        {
            if (!ContactPoint.TryParse(text, options.Port, out var point))
                continue;
            var name = IPAddress.TryParse(point.Host, out _) ? null : point.Host;
            targets.AddRange((await point.ResolveAsync(cancellationToken).ConfigureAwait(false)).Select(one => new ConnectionTarget { EndPoint = one, HostName = name }));
        }

        return targets;
    }

    private static PoolingOptions Pooling(CqlOptions options)
    {
        var pooling = new PoolingOptions()
            .SetHeartBeatInterval((int)options.HeartbeatInterval.TotalMilliseconds)
            .SetMaxRequestsPerConnection(Math.Min(options.InFlightMax, RequestIdsMax));
        foreach (var distance in new[] { HostDistance.Local, HostDistance.Remote })
        {
            pooling.SetCoreConnectionsPerHost(distance, options.ConnectionsPerNode)
                .SetMaxConnectionsPerHost(distance, options.ConnectionsPerNode)
                .SetMaxSimultaneousRequestsPerConnectionTreshold(distance, options.InFlightMax);
        }

        return pooling;
    }

    // Left alone the driver would ask reverse DNS for the name that a node's certificate must have.
    private static SSLOptions TlsOf(CqlTlsOptions tls, Func<IPAddress, ConnectionTarget> targetOf)
    {
        var ssl = new SSLOptions(
            SslProtocols.Tls12 | SslProtocols.Tls13, tls.RevocationMode != X509RevocationMode.NoCheck, (_, certificate, _, errors) => IsTrusted(tls, certificate, errors));
        ssl.SetHostNameResolver(address => TransportOpener.ExpectedName(tls, targetOf(address)));
        return tls.ClientCertificate is { } own ? ssl.SetCertificateCollection([own]) : ssl;
    }

    // The name was checked already; what may be judged anew is the chain, against the authorities that alone are trusted.
    private static bool IsTrusted(CqlTlsOptions tls, X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (tls.TrustStore is null || certificate is null)
            return errors == SslPolicyErrors.None;
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;
        using var chain = new X509Chain { ChainPolicy = TransportOpener.PolicyFor(tls.TrustStore, tls.RevocationMode) };
        using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(presented);
    }

    /// <summary>Nodes of the local datacenter are connected to at once, those of others when an attempt names one.</summary>
    private sealed class NamedNodePolicy(string localDatacenter) : ILoadBalancingPolicy
    {
        private ICluster? _cluster;

        public void Initialize(ICluster cluster) => _cluster = cluster;

        public HostDistance Distance(Host host) => host.Datacenter == localDatacenter ? HostDistance.Local : HostDistance.Remote;

        // Asked for preparing only: every execution names its node.
        public IEnumerable<Host> NewQueryPlan(string keyspace, IStatement query) => _cluster?.AllHosts().Where(host => host.Datacenter == localDatacenter) ?? [];
    }

    /// <summary>A conditional statement must have no timestamp, and every other write has that of its call.</summary>
    private sealed class NoTimestamps : ITimestampGenerator
    {
        public long Next() => long.MinValue;
    }
}
