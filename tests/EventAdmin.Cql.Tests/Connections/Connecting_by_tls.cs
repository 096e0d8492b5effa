using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

public sealed class Connecting_by_tls : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(SslProtocols.Tls12, false)]
    [InlineData(SslProtocols.Tls13, false)]
    [InlineData(SslProtocols.Tls13, true)]
    public async Task Carries_requests_of_any_size(SslProtocols protocol, bool dedicatedIoThreads)
    {
        await using var peer = new Peer(Script(_authority.Issue(address: IPAddress.Loopback), protocol) with { Answer = Answer.Void });
        await using var client = new Client(new ConnectionSettings { Tls = Trusting, DedicatedIoThreads = dedicatedIoThreads });
        var connection = await client.ConnectAsync(peer);

        foreach (var size in new[] { 10, 300_000, 20 })
        {
            using var reply = await Await.Value(
                connection.SendAsync(Client.Query(new string('x', size)), client.In(30), CancellationToken.None), "the answer");
            Assert.Equal(ReplyStatus.Answered, reply.Status);
        }
    }

    [Fact]
    public async Task Accepts_the_nodes_address_as_an_ip_entry_or_the_contact_points_name_or_the_configured_one()
    {
        await using var byAddress = new Peer(Script(_authority.Issue(address: IPAddress.Loopback)));
        await using var byName = new Peer(Script(_authority.Issue(dnsName: "node.example")));
        await using var client = new Client(new ConnectionSettings { Tls = Trusting });
        await using var configured = new Client(new ConnectionSettings { Tls = Trusting with { ExpectedName = "node.example" } });

        await client.ConnectAsync(byAddress.Target);
        await client.ConnectAsync(byName.Target with { HostName = "node.example" });
        await configured.ConnectAsync(byName.Target with { HostName = "another.example" });
    }

    [Fact]
    public async Task Refuses_a_certificate_for_another_name_or_none()
    {
        await using var peer = new Peer(Script(_authority.Issue(dnsName: "node.example", address: IPAddress.Parse("127.0.0.9"))));
        await using var nameless = new Peer(Script(_authority.Issue()));
        await using var client = new Client(new ConnectionSettings { Tls = Trusting });

        Assert.Equal(ConnectStep.Tls, await FailedStep(client, peer.Target));
        Assert.Equal(ConnectStep.Tls, await FailedStep(client, peer.Target with { HostName = "another.example" }));
        Assert.Equal(ConnectStep.Tls, await FailedStep(client, nameless.Target));
    }

    [Fact]
    public async Task Refuses_an_authority_that_is_not_in_the_trust_store_and_one_that_is_not_the_machines()
    {
        using var another = new TestAuthority();
        await using var peer = new Peer(Script(another.Issue(address: IPAddress.Loopback)));
        await using var client = new Client(new ConnectionSettings { Tls = Trusting });
        await using var trustingTheMachine = new Client(new ConnectionSettings { Tls = new CqlTlsOptions() });

        Assert.Equal(ConnectStep.Tls, await FailedStep(client, peer.Target));
        Assert.Equal(ConnectStep.Tls, await FailedStep(trustingTheMachine, peer.Target));
    }

    [Fact]
    public async Task Refuses_an_expired_certificate()
    {
        await using var peer = new Peer(Script(_authority.Issue(address: IPAddress.Loopback, isExpired: true)));
        await using var client = new Client(new ConnectionSettings { Tls = Trusting });

        Assert.Equal(ConnectStep.Tls, await FailedStep(client, peer.Target));
    }

    [Fact]
    public async Task Asks_for_revocation_where_that_is_wanted()
    {
        await using var peer = new Peer(Script(_authority.Issue(address: IPAddress.Loopback)));
        await using var client = new Client(new ConnectionSettings { Tls = Trusting with { RevocationMode = X509RevocationMode.Online } });

        // The authority publishes no list, so nothing is known of the certificate.
        Assert.Equal(ConnectStep.Tls, await FailedStep(client, peer.Target));
    }

    [Fact]
    public async Task Shows_the_clients_own_certificate_to_a_node_that_wants_one()
    {
        var script = Script(_authority.Issue(address: IPAddress.Loopback), SslProtocols.Tls12);
        script.Tls!.ClientCertificateRequired = true;
        script.Tls.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { _authority.Certificate },
        };
        await using var peer = new Peer(script);
        await using var known = new Client(new ConnectionSettings { Tls = Trusting with { ClientCertificate = _authority.Issue() } });
        await using var unknown = new Client(new ConnectionSettings { Tls = Trusting });

        await known.ConnectAsync(peer.Target);

        Assert.InRange(await FailedStep(unknown, peer.Target), ConnectStep.Tls, ConnectStep.Options);
    }

    [Fact]
    public async Task Never_speaks_in_the_clear_to_a_node_that_has_no_tls()
    {
        await using var peer = new Peer();
        await using var client = new Client(new ConnectionSettings { Tls = Trusting, ConnectTimeout = TimeSpan.FromMilliseconds(300) });

        Assert.Equal(ConnectStep.Tls, await FailedStep(client, peer.Target));
    }

    [Theory]
    [InlineData(null, "contact.example", "contact.example")]
    [InlineData(null, null, "10.1.2.3")]
    [InlineData("cluster.example", "contact.example", "cluster.example")]
    [InlineData("{host_id}.{datacenter}.example", null, "00000000-0000-0000-0000-000000000007.west.example")]
    [InlineData("node-{address}.example", null, "node-10.1.2.3.example")]
    [InlineData("{host}", null, "10.1.2.3")]
    [InlineData("{host}", "contact.example", "contact.example")]
    public void Expects_a_name(string? configured, string? hostName, string expected)
    {
        var target = new ConnectionTarget
        {
            EndPoint = new IPEndPoint(IPAddress.Parse("10.1.2.3"), 9042),
            HostName = hostName,
            HostId = new Guid("00000000-0000-0000-0000-000000000007"),
            Datacenter = "west",
        };

        Assert.Equal(expected, TransportOpener.ExpectedName(new CqlTlsOptions { ExpectedName = configured }, target));
    }

    [Fact]
    public async Task Does_not_connect_by_a_template_whose_value_is_not_known()
    {
        await using var peer = new Peer(Script(_authority.Issue(address: IPAddress.Loopback)));
        await using var client = new Client(new ConnectionSettings { Tls = Trusting with { ExpectedName = "{host_id}" } });

        Assert.Equal(ConnectStep.Tls, await FailedStep(client, peer.Target));
    }

    private CqlTlsOptions Trusting => new() { TrustStore = _authority.Alone };

    private static PeerScript Script(X509Certificate2 certificate, SslProtocols protocols = SslProtocols.Tls12 | SslProtocols.Tls13) =>
        new() { Tls = new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = protocols } };

    private static async Task<ConnectStep> FailedStep(Client client, ConnectionTarget target)
    {
        var failure = await Assert.ThrowsAsync<CqlConnectException>(() => client.ConnectAsync(target));
        Assert.Equal(CqlOutcome.NotExecuted, failure.Outcome);
        return failure.Step;
    }
}
