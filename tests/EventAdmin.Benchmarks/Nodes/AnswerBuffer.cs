using System.IO.Hashing;

namespace EventAdmin.Benchmarks.Nodes;

/// <summary>Gathers answers, and in version 5 closes them into self-contained segments as full as they come.</summary>
internal sealed class AnswerBuffer
{
    private const int SegmentHeaderLength = 6;
    private const int SegmentTrailerLength = 4;
    private const int PayloadMax = 131_071;

    private readonly Crc32 _checksum = new();
    private byte[] _bytes = new byte[512 * 1024];
    private int _segmentAt;
    private int _end;

    public void Add(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, bool isFramed)
    {
        var length = header.Length + body.Length;
        if (isFramed && _end > _segmentAt && _end - _segmentAt - SegmentHeaderLength + length > PayloadMax)
            Close();
        Reserve(length + SegmentHeaderLength + SegmentTrailerLength);
        if (isFramed && _end == _segmentAt)
            _end += SegmentHeaderLength;
        header.CopyTo(_bytes.AsSpan(_end));
        body.CopyTo(_bytes.AsSpan(_end + header.Length));
        _end += length;
    }

    public ReadOnlyMemory<byte> Flush(bool isFramed)
    {
        if (isFramed && _end > _segmentAt)
            Close();
        var all = _bytes.AsMemory(0, _end);
        (_segmentAt, _end) = (0, 0);
        return all;
    }

    private void Close()
    {
        Reserve(SegmentTrailerLength);
        var payload = _bytes.AsSpan(_segmentAt + SegmentHeaderLength, _end - _segmentAt - SegmentHeaderLength);
        var header = payload.Length | (1 << 17);
        var checksum = Crc24(header);
        for (var i = 0; i < 3; i++)
        {
            _bytes[_segmentAt + i] = (byte)(header >> (8 * i));
            _bytes[_segmentAt + 3 + i] = (byte)(checksum >> (8 * i));
        }

        _checksum.Append([0xFA, 0x2D, 0x55, 0xCA]);
        _checksum.Append(payload);
        _checksum.GetHashAndReset(_bytes.AsSpan(_end, SegmentTrailerLength));
        _end += SegmentTrailerLength;
        _segmentAt = _end;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _end < count)
            Array.Resize(ref _bytes, _bytes.Length * 2);
    }

    private static int Crc24(int header)
    {
        var crc = 0x875060;
        for (var i = 0; i < 3; i++, header >>= 8)
        {
            crc ^= (header & 0xFF) << 16;
            for (var bit = 0; bit < 8; bit++)
            {
                crc <<= 1;
                if ((crc & 0x1000000) != 0)
                    crc ^= 0x1974F0B;
            }
        }

        return crc;
    }
}
