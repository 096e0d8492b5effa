using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventAdmin.Cql.Sessions;

/// <summary>Where a client begins to look for its cluster.</summary>
internal readonly record struct ContactPoint(string Host, int Port)
{
    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>::1</c> or <c>[::1]:port</c>.</summary>
    public static bool TryParse(string? text, int defaultPort, out ContactPoint point)
    {
        point = default;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        // A bracket means that a port may follow, which TryParse reads over in silence.
        if (text[0] != '[' && IPAddress.TryParse(text, out _))
        {
            point = new ContactPoint(text, defaultPort);
            return true;
        }

        var colon = text.LastIndexOf(':');
        var port = defaultPort;
        if (colon >= 0 && (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > IPEndPoint.MaxPort))
            return false;
        var host = colon < 0 ? text : text[..colon];
        if (host is ['[', .., ']'])
            host = host[1..^1];
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            return false;
        point = new ContactPoint(host, port);
        return true;
    }

    /// <summary>The addresses behind the name at this moment; none when it cannot be resolved.</summary>
    public async Task<IReadOnlyList<IPEndPoint>> ResolveAsync(CancellationToken cancellationToken)
    {
        var port = Port;
        if (IPAddress.TryParse(Host, out var address))
            return [new IPEndPoint(address, port)];
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(Host, cancellationToken).ConfigureAwait(false);
            return [.. addresses.Select(one => new IPEndPoint(one, port))];
        }
        catch (SocketException) // A name that is not known now may be at the next round.
        {
            return [];
        }
    }
}
