using System.Security.Cryptography;
using System.Text;

namespace EventAdmin.Storage.Cassandra.Configuration;

/// <summary>The key that all instances of a store share. Who has it is one of them. It never leaves the process.</summary>
internal sealed class InstanceKey
{
    /// <summary>The fewest bytes of a key.</summary>
    public const int BytesMin = 32;

    private readonly byte[] _key;

    private InstanceKey(byte[] key) => _key = key;

    /// <summary>Reads a key in base64.</summary>
    /// <param name="text">The key.</param>
    /// <param name="key">The key; null where the text is none, or too short to be one.</param>
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out InstanceKey? key)
    {
        var bytes = new byte[((text?.Length ?? 0) * 3 / 4) + 3];
        key = text is not null && Convert.TryFromBase64String(text, bytes, out var length) && length >= BytesMin ? new InstanceKey(bytes[..length]) : null;
        return key is not null;
    }

    /// <summary>What only a holder of the key can say about the parts, for one purpose. Each part has its length before it, so that no two lists of parts read alike.</summary>
    public byte[] Say(string purpose, params ReadOnlySpan<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        Append(hash, Encoding.UTF8.GetBytes(purpose));
        foreach (var part in parts)
            Append(hash, part);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, byte[] part)
    {
        hash.AppendData(BitConverter.GetBytes(part.Length));
        hash.AppendData(part);
    }
}
