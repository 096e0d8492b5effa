using System.IO.Hashing;

namespace EventAdmin.Cql.Framing;

/// <summary>
/// The checksum of a segment's payload: the usual CRC32 over four fixed bytes and the payload as sent. The specification does not tell of
/// the four bytes. Not thread-safe.
/// </summary>
internal sealed class SegmentCrc32
{
    private readonly Crc32 _crc = new();

    private static ReadOnlySpan<byte> Prefix => [0xFA, 0x2D, 0x55, 0xCA];

    public uint Of(ReadOnlySpan<byte> payload)
    {
        _crc.Reset();
        _crc.Append(Prefix);
        _crc.Append(payload);
        return _crc.GetCurrentHashAsUInt32();
    }
}
