using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

public sealed class Opening_a_connection
{
    private static readonly CqlCredentials Right = new("ada", "secret");

    [Fact]
    public async Task Pins_version_4_when_the_first_node_refuses_version_5()
    {
        await using var old = new Peer(new PeerScript { VersionMax = CqlProtocolVersion.V4 });
        await using var recent = new Peer();
        await using var client = new Client();

        var first = await client.ConnectAsync(old);
        var second = await client.ConnectAsync(recent);

        Assert.Equal((CqlProtocolVersion.V4, CqlProtocolVersion.V4), (first.Version, second.Version));
        Assert.Equal(CqlProtocolVersion.V4, client.Connector.Version);
    }

    [Fact]
    public async Task Reports_a_node_that_refuses_the_pinned_version()
    {
        await using var recent = new Peer();
        await using var old = new Peer(new PeerScript { VersionMax = CqlProtocolVersion.V4 });
        await using var client = new Client();

        await client.ConnectAsync(recent);
        var failure = await Assert.ThrowsAsync<CqlConnectException>(() => client.ConnectAsync(old));

        Assert.True(failure.IsVersionRefused);
        Assert.Equal((ConnectStep.Options, CqlOutcome.NotExecuted), (failure.Step, failure.Outcome));
        Assert.Equal(CqlProtocolVersion.V5, client.Connector.Version);
    }

    [Theory]
    [InlineData(CqlProtocolVersion.V4)]
    [InlineData(CqlProtocolVersion.V5)]
    internal async Task Logs_in_by_plain_with_what_the_callback_gives_at_that_moment(CqlProtocolVersion version)
    {
        await using var peer = new Peer(new PeerScript { VersionMax = version, Wants = Right });
        var credentials = Right with { Password = "outdated" };
        await using var client = new Client(new ConnectionSettings { Credentials = _ => ValueTask.FromResult(credentials) });

        var failure = await Assert.ThrowsAsync<CqlConnectException>(() => client.ConnectAsync(peer));
        credentials = Right;
        var connection = await client.ConnectAsync(peer);

        Assert.True(failure.IsAuthenticationRefused);
        Assert.Equal((ConnectStep.Authentication, CqlErrorCode.Authentication), (failure.Step, failure.Error?.Code));
        Assert.DoesNotContain("outdated", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(version, connection.Version);
    }

    [Fact]
    public async Task Fails_at_authentication_without_credentials_and_on_a_challenge()
    {
        await using var peer = new Peer(new PeerScript { Wants = Right });
        await using var challenging = new Peer(new PeerScript { Wants = Right, ChallengesPlain = true });
        await using var without = new Client();
        await using var with = new Client(new ConnectionSettings { Credentials = _ => ValueTask.FromResult(Right) });

        var missing = await Assert.ThrowsAsync<CqlConnectException>(() => without.ConnectAsync(peer));
        var challenged = await Assert.ThrowsAsync<CqlConnectException>(() => with.ConnectAsync(challenging));

        Assert.Equal((ConnectStep.Authentication, true), (missing.Step, missing.IsAuthenticationRefused));
        Assert.Equal((ConnectStep.Authentication, true), (challenged.Step, challenged.IsAuthenticationRefused));
    }

    [Fact]
    public async Task Refuses_a_node_of_another_cluster()
    {
        await using var ours = new Peer();
        await using var theirs = new Peer(new PeerScript { ClusterName = "Somebody else's" });
        await using var client = new Client();

        var connection = await client.ConnectAsync(ours);
        var failure = await Assert.ThrowsAsync<CqlConnectException>(() => client.ConnectAsync(theirs));

        Assert.Equal("Test Cluster", connection.ClusterName);
        Assert.Equal((ConnectStep.ClusterName, true), (failure.Step, failure.IsOtherCluster));
    }

    [Theory]
    [InlineData(Opcode.Options, ConnectStep.Options)]
    [InlineData(Opcode.Startup, ConnectStep.Startup)]
    [InlineData(Opcode.AuthResponse, ConnectStep.Authentication)]
    [InlineData(Opcode.Query, ConnectStep.ClusterName)]
    internal async Task Names_the_step_at_which_the_node_fell_silent(Opcode silentAt, ConnectStep step)
    {
        await using var peer = new Peer(new PeerScript { SilentAt = silentAt, Wants = Right });
        await using var client = new Client(new ConnectionSettings
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(300),
            Credentials = _ => ValueTask.FromResult(Right),
        });

        var failure = await Assert.ThrowsAsync<CqlConnectException>(() => client.ConnectAsync(peer));

        Assert.Equal(step, failure.Step);
        Assert.Equal(0, client.ClosedCalls);
    }

    [Fact]
    public async Task Names_tcp_when_nobody_listens()
    {
        var gone = new Peer();
        await gone.DisposeAsync();
        await using var client = new Client();

        var failure = await Assert.ThrowsAsync<CqlConnectException>(() => client.ConnectAsync(gone));

        Assert.Equal(ConnectStep.Tcp, failure.Step);
        Assert.IsType<System.Net.Sockets.SocketException>(failure.InnerException);
    }

    [Fact]
    public async Task Is_given_up_by_its_caller()
    {
        await using var peer = new Peer(new PeerScript { SilentAt = Opcode.Startup });
        await using var client = new Client();
        using var cancelling = new CancellationTokenSource();

        var connecting = client.Connector.ConnectAsync(peer.Target, client, cancelling.Token);
        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    [Fact]
    public async Task Keeps_why_the_credentials_could_not_be_had()
    {
        await using var peer = new Peer(new PeerScript { Wants = Right });
        await using var client = new Client(new ConnectionSettings { Credentials = _ => throw new InvalidOperationException("No vault.") });

        var failure = await Assert.ThrowsAsync<CqlConnectException>(() => client.ConnectAsync(peer));

        Assert.Equal(ConnectStep.Authentication, failure.Step);
        Assert.IsType<InvalidOperationException>(failure.InnerException);
    }

    [Fact]
    public void Shows_no_password_in_the_text_of_credentials() =>
        Assert.DoesNotContain("secret", Right.ToString(), StringComparison.Ordinal);
}
