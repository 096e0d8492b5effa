using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EventAdmin.EventSourcing.Storage;

/// <summary>
/// SHA-256 of inputs of some hundred bytes. OpenSSL 3 looks an algorithm up for every hash that is begun the general way, which takes longer
/// than hashing an event does; its functions for SHA-256 alone do not. Where the system has none of that name: .NET's own. Thread-safe.
/// </summary>
internal static unsafe class ShortHash
{
    // https://docs.openssl.org/3.0/man3/SHA256_Init/; the name is that of every 3.x, whose interface does not change.
    private const string Library = "libcrypto.so.3";

    // SHA256_CTX has 112 bytes.
    private const int ContextBytes = 256;

    private static readonly nint Initialize;
    private static readonly nint Update;
    private static readonly nint Finish;

    static ShortHash()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad(Library, out var library)
            && NativeLibrary.TryGetExport(library, "SHA256_Init", out var initialize)
            && NativeLibrary.TryGetExport(library, "SHA256_Update", out var update)
            && NativeLibrary.TryGetExport(library, "SHA256_Final", out var finish))
        {
            (Initialize, Update, Finish) = (initialize, update, finish);
        }
    }

    /// <summary>Hashes some bytes.</summary>
    [SkipLocalsInit]
    public static void HashData(ReadOnlySpan<byte> bytes, Span<byte> hash)
    {
        Debug.Assert(hash.Length == SHA256.HashSizeInBytes, "A hash has 32 bytes.");
        if (Initialize == 0)
        {
            SHA256.HashData(bytes, hash);
            return;
        }

        var context = stackalloc byte[ContextBytes];
        fixed (byte* from = bytes)
        fixed (byte* to = hash)
        {
            // Beginning and ending take less than telling the collector of the call.
            if (((delegate* unmanaged[SuppressGCTransition]<byte*, int>)Initialize)(context) != 1
                || ((delegate* unmanaged<byte*, byte*, nuint, int>)Update)(context, from, (nuint)bytes.Length) != 1
                || ((delegate* unmanaged[SuppressGCTransition]<byte*, byte*, int>)Finish)(to, context) != 1)
            {
                throw new CryptographicException("SHA-256 could not be computed.");
            }
        }
    }
}
