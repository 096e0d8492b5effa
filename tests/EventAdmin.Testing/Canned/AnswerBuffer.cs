using System.Buffers.Binary;
using EventAdmin.Testing.FakeNode;

namespace EventAdmin.Testing.Canned;

/// <summary>Gathers answers, and in version 5 closes them into self-contained segments as full as they come.</summary>
internal sealed class AnswerBuffer
{
    private const int SegmentHeaderLength = 6;
    private const int SegmentTrailerLength = 4;

    private byte[] _bytes = new byte[512 * 1024];
    private int _segmentAt;
    private int _end;

    public void Add(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, bool isFramed)
    {
        var length = header.Length + body.Length;
        if (isFramed && _end > _segmentAt && _end - _segmentAt - SegmentHeaderLength + length > Segments.PayloadMax)
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
        // Bit 17: whole envelopes, none that goes on in the next segment.
        var header = (uint)payload.Length | (1 << 17);
        for (var i = 0; i < 3; i++)
            _bytes[_segmentAt + i] = (byte)(header >> (8 * i));
        var checksum = Segments.Crc24(header, bytes: 3);
        for (var i = 0; i < 3; i++)
            _bytes[_segmentAt + 3 + i] = (byte)(checksum >> (8 * i));
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_end), Segments.Crc32Of(payload));
        _end += SegmentTrailerLength;
        _segmentAt = _end;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _end < count)
            Array.Resize(ref _bytes, _bytes.Length * 2);
    }
}
