using System.Security.Cryptography;
using System.Text;

namespace EventAdmin.Client;

/// <summary>The id under which a server stores a CloudEvent.</summary>
public static class CloudEventId
{
    /// <summary>The event's own id where that is a GUID, else one that is the same for the same source and id (RFC 9562, version 8).</summary>
    /// <param name="source">The CloudEvent's <c>source</c>.</param>
    /// <param name="id">The CloudEvent's <c>id</c>.</param>
    public static Guid Of(string source, string id)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(id);
        if (Guid.TryParseExact(id, "D", out var guid))
            return guid;
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{ApiPaths.Text(source.Length)}:{source}:{id}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
