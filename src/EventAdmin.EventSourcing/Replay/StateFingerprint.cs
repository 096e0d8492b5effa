using System.Security.Cryptography;
using EventAdmin.EventSourcing.Replay.Trees;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>
/// A keyed hash of a state's canonical form (UTF-8, members in ordinal order, no blanks, number tokens as stored): equal for equal states
/// on one store, useless for guessing what is in them.
/// </summary>
/// <param name="Hex">64 lower-case hexadecimal digits.</param>
public readonly record struct StateFingerprint(string Hex)
{
    /// <summary>The first 32 digits: enough for a link.</summary>
    public string Short => Hex[..32];

    /// <summary>Computes the fingerprint of a state.</summary>
    /// <param name="json">The state, UTF-8 JSON.</param>
    /// <param name="key">The store's key for HMAC-SHA-256; empty for a plain SHA-256.</param>
    /// <exception cref="System.Text.Json.JsonException">The state is not JSON.</exception>
    public static StateFingerprint Of(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> key)
    {
        var canonical = Canonicalise(json);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (key.IsEmpty)
            SHA256.HashData(canonical, hash);
        else
            HMACSHA256.HashData(key, canonical, hash);
        return new StateFingerprint(Convert.ToHexStringLower(hash));
    }

    /// <summary>The canonical form of a JSON text.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is not JSON.</exception>
    public static byte[] Canonicalise(ReadOnlyMemory<byte> json) => StateText.WriteCanonical(StateParser.Parse(json.Span));

    /// <inheritdoc/>
    public override string ToString() => Hex;
}
