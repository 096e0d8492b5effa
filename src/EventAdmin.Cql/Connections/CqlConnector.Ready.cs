using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Connections;

// What is asked over a connection that is framed already: who we are, and which cluster it is.
internal sealed partial class CqlConnector
{
    private const string ClusterNameQuery = "SELECT cluster_name FROM system.local";

    private static string DriverVersion { get; } = typeof(CqlConnector).Assembly.GetName().Version?.ToString(3) ?? "0";

    private async Task AuthenticateAsync(ConnectSteps steps, CqlConnection connection, string authenticator, CancellationToken cancellationToken)
    {
        if (settings.Credentials is not { } ask)
            throw steps.AuthenticationFailure($"it asks for credentials ({authenticator}), and none are configured");
        var credentials = await steps.RunAsync(
            ConnectStep.Authentication, token => ask(token).AsTask(), cancellationToken).ConfigureAwait(false);
        using var reply = await SendAsync(
            connection, AuthResponseRequest.Plain(credentials.UserName, credentials.Password), cancellationToken).ConfigureAwait(false);
        var answer = steps.Answer(ConnectStep.Authentication, reply, cancellationToken);
        switch (answer.Opcode)
        {
            case Opcode.AuthSuccess:
                return;
            case Opcode.AuthChallenge:
                throw steps.AuthenticationFailure("it answered PLAIN with a challenge");
            default:
                throw steps.Unexpected(ConnectStep.Authentication, answer);
        }
    }

    private async Task<string> ReadClusterNameAsync(ConnectSteps steps, CqlConnection connection, CancellationToken cancellationToken)
    {
        var request = new QueryRequest(ClusterNameQuery, new QueryParameters { Consistency = CqlConsistency.One });
        using var reply = await SendAsync(connection, request, cancellationToken).ConfigureAwait(false);
        var answer = steps.Answer(ConnectStep.ClusterName, reply, cancellationToken);
        if (answer.Opcode != Opcode.Result || answer.Result != ResultKind.Rows) throw steps.Unexpected(ConnectStep.ClusterName, answer);
        if (answer.Rows is not { RowCount: 1, ColumnCount: 1 }) throw steps.Failure(ConnectStep.ClusterName, "it does not know its cluster's name");
        return ReadText(reply.Body.Span[answer.Rows.RowsOffset..]);
    }

    private ValueTask<CqlReply> SendAsync<TRequest>(CqlConnection connection, in TRequest request, CancellationToken cancellationToken)
        where TRequest : struct, IRequest =>
        connection.SendAsync(request, Deadline.After(services.Time, settings.ConnectTimeout), cancellationToken);

    /// <summary>The first to come decides; a later one that differs is of no use to this client.</summary>
    private void Pin(ConnectSteps steps, CqlConnection connection)
    {
        lock (_pinning)
        {
            if ((_clusterName ?? connection.ClusterName) != connection.ClusterName)
                throw steps.OtherCluster($"it belongs to cluster '{connection.ClusterName}', and '{_clusterName}' is expected");
            if ((_version ?? connection.Version) != connection.Version)
                throw steps.Failure(ConnectStep.Startup, $"it speaks {connection.Version}, and the client speaks {_version} by now");
            _clusterName = connection.ClusterName;
            _version = connection.Version;
        }
    }

    // One row of one column: [length][UTF-8]
    private static string ReadText(ReadOnlySpan<byte> row) => new CqlReader(row).LongString();
}
