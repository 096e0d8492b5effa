using System.Buffers;
using System.Buffers.Binary;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Framing;

// Version 5: envelopes out of segments.
internal sealed partial class FrameDecoder
{
    // What is left of the self-contained segment that was opened last.
    private ReadOnlyMemory<byte> _payload;

    // Plain payloads of compressed segments.
    private byte[]? _plain;

    private bool TryReadFromSegments(out FrameHeader header)
    {
        while (_payload.IsEmpty)
        {
            if (!TryOpenSegment(out var segment, out var payload))
            {
                header = default;
                return false;
            }

            if (segment.IsSelfContained)
            {
                if (_large.IsOpen) throw new CqlProtocolException("A self-contained segment stands inside a large envelope.");
                _payload = payload;
                continue;
            }

            AddToLarge(payload.Span);
            if (TryFinishLarge(out header)) return true;
        }

        header = ReadHeader(_payload.Span);
        if (header.Length > _payload.Length - FrameHeader.Size)
            throw new CqlProtocolException("An envelope does not end inside its self-contained segment.");
        SetAnswer(ref header, _payload.Slice(FrameHeader.Size, header.Length), owner: null);
        _payload = _payload[(FrameHeader.Size + header.Length)..];
        return true;
    }

    private void AddToLarge(ReadOnlySpan<byte> payload)
    {
        if (!_large.IsOpen)
        {
            if (payload.Length < FrameHeader.Size) throw new CqlProtocolException("A large envelope's first segment does not hold its header.");
            _large.Open(ReadHeader(payload));
            payload = payload[FrameHeader.Size..];
        }

        if (payload.Length > _large.Missing) throw new CqlProtocolException("A large envelope's last segment holds more than the envelope.");
        _large.Add(payload);
    }

    // The payload stays valid until the next bytes are received.
    private bool TryOpenSegment(out SegmentHeader segment, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        segment = default;
        var isCompressed = _format.IsCompressed();
        var headerSize = SegmentHeader.SizeOf(isCompressed);
        if (Buffered < headerSize) return false;
        segment = SegmentHeader.Read(Available()[..headerSize], isCompressed);
        _needed = headerSize + segment.PayloadLength + SegmentHeader.TrailerSize;
        if (Buffered < _needed) return false;
        var sent = _received.AsMemory(_start + headerSize, segment.PayloadLength);
        var crc = BinaryPrimitives.ReadUInt32LittleEndian(_received.AsSpan(_start + headerSize + segment.PayloadLength));
        if (crc != _crc.Of(sent.Span)) throw new CqlProtocolException("The checksum of a segment's payload is wrong.");
        Consume(_needed);
        payload = segment.PlainLength == 0 ? sent : Decompress(sent.Span, segment.PlainLength);
        return true;
    }

    private ReadOnlyMemory<byte> Decompress(ReadOnlySpan<byte> block, int plainLength)
    {
        _plain ??= ArrayPool<byte>.Shared.Rent(SegmentHeader.PayloadLengthMax);
        Lz4.Decode(block, _plain.AsSpan(0, plainLength));
        return _plain.AsMemory(0, plainLength);
    }
}
