using System.Security.Cryptography.X509Certificates;

namespace EventAdmin.Cql.Connections;

/// <summary>TLS 1.2 or 1.3 to the nodes. The certificate's chain and its name are always checked; there is no switch to turn that off.</summary>
public sealed record CqlTlsOptions
{
    /// <summary>
    /// The name that certificates must carry. Null: the contact point's host name, else the node's address, which must then stand in the
    /// certificate as an IP entry. May be a template with <c>{address}</c>, <c>{host}</c>, <c>{host_id}</c> and <c>{datacenter}</c>, for
    /// certificates of one name per node; a node whose value is not known yet cannot be connected to by a template that asks for it.
    /// </summary>
    public string? ExpectedName { get; init; }

    /// <summary>
    /// The authorities that are trusted, and no others. Null: those of the machine. Certificates in it that are not self-signed help to build
    /// the chain and are not trusted themselves.
    /// </summary>
    public X509Certificate2Collection? TrustStore { get; init; }

    /// <summary>The client's own certificate with its private key, when the nodes ask for one (mutual TLS). Null: none is offered.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Whether revocation is asked for. Default: no check, since most clusters' own authorities publish none.</summary>
    public X509RevocationMode RevocationMode { get; init; } = X509RevocationMode.NoCheck;
}
