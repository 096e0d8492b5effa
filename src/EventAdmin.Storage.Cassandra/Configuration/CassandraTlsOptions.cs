using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography.X509Certificates;
using EventAdmin.Cql.Connections;

namespace EventAdmin.Storage.Cassandra.Configuration;

/// <summary>TLS to the nodes, by files. Chain and name of a node's certificate are always checked.</summary>
public sealed class CassandraTlsOptions
{
    /// <summary>The name that certificates must carry, see <see cref="CqlTlsOptions.ExpectedName"/>. Null (default): the node's host name or address.</summary>
    public string? ExpectedName { get; set; }

    /// <summary>A PEM file of the authorities that are trusted, and no others. Null (default): those of the machine.</summary>
    public string? AuthorityFile { get; set; }

    /// <summary>A PEM file of this client's own certificate. Null (default): none is offered.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>A PEM file of the key of <see cref="CertificateFile"/>. Null (default): the same file.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Whether revocation is asked for. Default no check, since most clusters' own authorities publish none.</summary>
    [EnumDataType(typeof(X509RevocationMode))]
    public X509RevocationMode RevocationMode { get; set; } = X509RevocationMode.NoCheck;

    internal CqlTlsOptions ToClient()
    {
        X509Certificate2Collection? authorities = null;
        if (AuthorityFile is not null)
        {
            authorities = [];
            authorities.ImportFromPemFile(AuthorityFile);
        }

        return new CqlTlsOptions
        {
            ExpectedName = ExpectedName,
            TrustStore = authorities,
            ClientCertificate = CertificateFile is null ? null : X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile),
            RevocationMode = RevocationMode,
        };
    }
}
