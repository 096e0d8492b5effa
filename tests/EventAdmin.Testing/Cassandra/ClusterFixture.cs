using Xunit;
using Xunit.v3;

namespace EventAdmin.Testing.Cassandra;

/// <summary>
/// A cluster that the classes of a collection share. Where no cluster can be started its tests are skipped with the reason, and fail where one is
/// required: each test asks for <see cref="Cluster"/>.
/// </summary>
public abstract class ClusterFixture(ClusterOptions options) : IAsyncLifetime
{
    private CassandraCluster? _cluster;

    /// <summary>The cluster; skips the test where there is none.</summary>
    public CassandraCluster Cluster => _cluster ?? throw new NoClusterException(CassandraDistribution.WhyNot ?? "the cluster was not started");

    public async ValueTask InitializeAsync()
    {
        if (CassandraDistribution.WhyNot is not { } reason)
            _cluster = await CassandraCluster.StartAsync(options, CancellationToken.None);
        else if (CassandraDistribution.IsRequired)
            throw new InvalidOperationException(reason);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>There is no cluster to test against; the test framework counts the test as skipped.</summary>
public sealed class NoClusterException(string reason) : Exception(DynamicSkipToken.Value + reason);
