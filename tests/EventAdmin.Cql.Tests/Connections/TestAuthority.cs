using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EventAdmin.Cql.Tests.Connections;

/// <summary>An authority that lives as long as a test and signs what the test asks for.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<X509Certificate2> _issued = [];

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=Test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        Certificate = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(30));
    }

    public X509Certificate2 Certificate { get; }

    public X509Certificate2Collection Alone => [Certificate];

    /// <summary>A certificate with its key for a DNS name, or for an address as an IP entry.</summary>
    public X509Certificate2 Issue(string? dnsName = null, IPAddress? address = null, bool isExpired = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Node", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (dnsName is not null) names.AddDnsName(dnsName);
        if (address is not null) names.AddIpAddress(address);
        if (dnsName is not null || address is not null) request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var signed = request.Create(Certificate, Now.AddDays(-20), isExpired ? Now.AddDays(-10) : Now.AddDays(10), [1, 2, (byte)(_issued.Count + 1)]);
        using var withKey = signed.CopyWithPrivateKey(key);
        var issued = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
        _issued.Add(issued);
        return issued;
    }

    public void Dispose()
    {
        foreach (var one in _issued) one.Dispose();
        Certificate.Dispose();
        _key.Dispose();
    }
}
