namespace EventAdmin.Cql.Framing;

/// <summary>The checksum of a segment's header: polynomial 0x1974F0B, start 0x875060, least significant byte of the header first.</summary>
internal static class Crc24
{
    private const uint Polynomial = 0x1974F0B;
    private const uint Start = 0x875060;
    private const uint Mask = 0xFFFFFF;

    private static readonly uint[] Table = MakeTable();

    public static uint Of(ReadOnlySpan<byte> header)
    {
        var crc = Start;
        foreach (var value in header)
            crc = ((crc << 8) & Mask) ^ Table[(crc >> 16) ^ value];
        return crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var value = 0u; value < table.Length; value++)
        {
            var crc = value << 16;
            for (var bit = 0; bit < 8; bit++)
            {
                crc <<= 1;
                if (crc > Mask) crc ^= Polynomial;
            }

            table[value] = crc;
        }

        return table;
    }
}
