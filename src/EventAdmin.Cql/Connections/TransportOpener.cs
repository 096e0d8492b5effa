using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace EventAdmin.Cql.Connections;

/// <summary>Opens the socket, and TLS on top of it where that is asked for.</summary>
internal static class TransportOpener
{
    private const int KeepAliveSeconds = 30;

    public static async Task<NetworkStream> OpenSocketAsync(ConnectionTarget target, CancellationToken cancellationToken)
    {
        var socket = new Socket(target.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            await socket.ConnectAsync(target.EndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Puts TLS on top; the chain and the name are checked, and a certificate that fails either ends it.</summary>
    public static async Task<SslStream> SecureAsync(
        Stream plain, CqlTlsOptions options, ConnectionTarget target, CancellationToken cancellationToken)
    {
        var secured = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await secured.AuthenticateAsClientAsync(OptionsFor(options, target), cancellationToken).ConfigureAwait(false);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The name that a node's certificate must carry: the configured one, else the contact point's host name, else the address.</summary>
    public static string ExpectedName(CqlTlsOptions options, ConnectionTarget target)
    {
        var address = target.EndPoint.Address.ToString();
        if (options.ExpectedName is not { } template) return target.HostName ?? address;
        return template
            .Replace("{address}", address, StringComparison.Ordinal)
            .Replace("{host}", target.HostName ?? address, StringComparison.Ordinal)
            .ReplaceOrRefuse("{host_id}", target.HostId?.ToString("D", CultureInfo.InvariantCulture))
            .ReplaceOrRefuse("{datacenter}", target.Datacenter);
    }

    private static SslClientAuthenticationOptions OptionsFor(CqlTlsOptions options, ConnectionTarget target) => new()
    {
        TargetHost = ExpectedName(options, target),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificates = options.ClientCertificate is { } certificate ? [certificate] : null,
        CertificateRevocationCheckMode = options.RevocationMode,
        CertificateChainPolicy = options.TrustStore is { } trusted ? PolicyFor(trusted, options.RevocationMode) : null,
    };

    public static X509ChainPolicy PolicyFor(X509Certificate2Collection trusted, X509RevocationMode revocationMode)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = revocationMode };
        foreach (var certificate in trusted)
        {
            if (certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)) policy.CustomTrustStore.Add(certificate);
            else policy.ExtraStore.Add(certificate);
        }

        return policy;
    }

    private static string ReplaceOrRefuse(this string template, string placeholder, string? value)
    {
        if (!template.Contains(placeholder, StringComparison.Ordinal)) return template;
        return value is null
            ? throw new AuthenticationException($"The expected name asks for {placeholder}, which is not known of this node yet.")
            : template.Replace(placeholder, value, StringComparison.Ordinal);
    }
}
