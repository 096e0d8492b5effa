using EventAdmin.Cql.Sessions;
using EventAdmin.Storage.Cassandra.CSharpDriver;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Tests.Cassandra;

public sealed class A_driver_session_on_real_nodes(SessionCluster cluster) : A_session_on_real_nodes(cluster)
{
    protected override async Task<ICqlSession> ConnectAsync(CqlOptions options)
        => await CSharpDriverSession.ConnectAsync(options, TimeProvider.System, CancellationToken);
}
