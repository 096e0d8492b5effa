using EventAdmin.Cql.Sessions;
using EventAdmin.Storage.Cassandra.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.Cassandra;

public sealed class A_client_session_on_fake_nodes : A_session_on_fake_nodes
{
    protected override async Task<ICqlSession> ConnectAsync(CqlOptions options)
        => new CqlClientSession(await CqlClient.ConnectAsync(options, TimeProvider.System, NullLogger.Instance, CancellationToken));
}
