using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EventAdmin.Testing.Certificates;

/// <summary>A certificate authority that lives as long as a test run, and issues good and bad certificates of servers.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly X509Certificate2 _authority;

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=EventAdmin test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        _authority = request.CreateSelfSigned(now - Lifetime, now + Lifetime);
    }

    /// <summary>What a client trusts; without the key.</summary>
    public X509Certificate2 Certificate => X509CertificateLoader.LoadCertificate(_authority.RawData);

    /// <summary>The same as text.</summary>
    public string Pem => _authority.ExportCertificatePem();

    /// <summary>Issues a certificate.</summary>
    /// <param name="names">Host names and addresses that the certificate is for.</param>
    /// <param name="isExpired">It was valid until yesterday.</param>
    public X509Certificate2 Issue(IReadOnlyList<string> names, bool isExpired = false) =>
        X509CertificateLoader.LoadPkcs12(IssuePkcs12(names, "", isExpired), "", X509KeyStorageFlags.Exportable);

    /// <summary>The same with its key as the bytes of a key store.</summary>
    public byte[] IssuePkcs12(IReadOnlyList<string> names, string password, bool isExpired = false)
    {
        ArgumentNullException.ThrowIfNull(names);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        var end = isExpired ? now - TimeSpan.FromDays(1) : now + Lifetime / 2;
        using var bare = request.Create(_authority, now - Lifetime / 2, end, RandomNumberGenerator.GetBytes(12));
        using var whole = bare.CopyWithPrivateKey(key);
        return new X509Certificate2Collection { whole, Certificate }.Export(X509ContentType.Pkcs12, password)
            ?? throw new InvalidOperationException("Expected the bytes of a key store.");
    }

    public void Dispose() => _authority.Dispose();
}
