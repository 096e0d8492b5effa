using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Framing;

/// <summary>
/// One write buffer. Envelopes are written straight into it; under version 5 they share a segment, which is closed in place (length and
/// checksums) when the next envelope does not fit or the buffer is sealed. Not thread-safe: the connection's write lock guards it.
/// </summary>
internal sealed class FrameEncoder(FrameFormat format, int capacity = FrameEncoder.CapacityKept) : IDisposable
{
    /// <summary>A buffer that grew beyond this is given back after it was sent.</summary>
    public const int CapacityKept = 64 * 1024;

    private readonly SegmentCrc32 _crc = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    private byte[]? _scratch;
    private int _length;
    private int _segment = -1;
    private int _reserved = -1;

    /// <summary>How envelopes are laid out; changes between two envelopes only, with nothing unsealed before it.</summary>
    public FrameFormat Format
    {
        get;
        set
        {
            Debug.Assert(_segment < 0 && _reserved < 0, "A segment or an envelope is open.");
            field = value;
        }
    } = format;

    /// <summary>The bytes in the buffer; grows by a trailer when sealed.</summary>
    public int Length => _length;

    public bool IsEmpty => _length == 0;

    private int SegmentHeaderSize => SegmentHeader.SizeOf(Format.IsCompressed());

    /// <summary>
    /// Gives room for one envelope of exactly <paramref name="length"/> bytes, valid until <see cref="Commit"/> or <see cref="Cancel"/>.
    /// Under version 5 at most <see cref="SegmentHeader.PayloadLengthMax"/> bytes: a larger one goes through <see cref="Append"/>.
    /// </summary>
    public Span<byte> Begin(int length)
    {
        Debug.Assert(_reserved < 0, "An envelope is open.");
        if (Format.IsSegmented()) OpenSegment(length);
        Reserve(length);
        _reserved = _length;
        _length += length;
        return _buffer.AsSpan(_reserved, length);
    }

    /// <summary>Keeps what was written since <see cref="Begin"/>.</summary>
    public void Commit()
    {
        Debug.Assert(_reserved >= 0, "No envelope is open.");
        if (Format == FrameFormat.PlainLz4) CompressBody(_reserved);
        _reserved = -1;
    }

    /// <summary>Takes back what was begun.</summary>
    public void Cancel()
    {
        Debug.Assert(_reserved >= 0, "No envelope is open.");
        _length = _reserved;
        _reserved = -1;
        if (_segment < 0 || _length > _segment + SegmentHeaderSize) return;
        _length = _segment;
        _segment = -1;
    }

    /// <summary>Adds a whole envelope of any size; a large one goes alone over segments that are not self-contained.</summary>
    public void Append(ReadOnlySpan<byte> envelope)
    {
        if (!Format.IsSegmented() || envelope.Length <= SegmentHeader.PayloadLengthMax)
        {
            envelope.CopyTo(Begin(envelope.Length));
            Commit();
            return;
        }

        CloseSegment(isSelfContained: true);
        for (var rest = envelope; !rest.IsEmpty;)
        {
            var part = rest[..Math.Min(rest.Length, SegmentHeader.PayloadLengthMax)];
            Reserve(SegmentHeaderSize + part.Length + SegmentHeader.TrailerSize);
            _segment = _length;
            part.CopyTo(_buffer.AsSpan(_segment + SegmentHeaderSize));
            _length += SegmentHeaderSize + part.Length;
            CloseSegment(isSelfContained: false);
            rest = rest[part.Length..];
        }
    }

    /// <summary>Closes the open segment and gives everything that is to be sent; valid until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Seal()
    {
        Debug.Assert(_reserved < 0, "An envelope is open.");
        CloseSegment(isSelfContained: true);
        return _buffer.AsMemory(0, _length);
    }

    /// <summary>Empties the buffer for the next round.</summary>
    public void Clear()
    {
        _length = 0;
        _segment = -1;
        _reserved = -1;
        if (_buffer.Length <= 2 * CapacityKept) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(CapacityKept);
    }

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        if (_scratch is not null) ArrayPool<byte>.Shared.Return(_scratch);
        _buffer = [];
        _scratch = null;
        _length = 0;
    }

    private void OpenSegment(int length)
    {
        if (length > SegmentHeader.PayloadLengthMax)
            throw new CqlEncodeException($"An envelope of {length} bytes does not fit into one segment.");
        if (_segment >= 0 && _length - _segment - SegmentHeaderSize + length > SegmentHeader.PayloadLengthMax)
            CloseSegment(isSelfContained: true);
        if (_segment >= 0) return;
        Reserve(SegmentHeaderSize);
        _segment = _length;
        _length += SegmentHeaderSize;
    }

    private void CloseSegment(bool isSelfContained)
    {
        if (_segment < 0) return;
        var isCompressed = Format.IsCompressed();
        var start = _segment + SegmentHeaderSize;
        var length = _length - start;
        var block = isCompressed ? Compress(start, length) : [];
        block.CopyTo(_buffer.AsSpan(start));
        var sent = block.IsEmpty ? length : block.Length;
        new SegmentHeader(sent, block.IsEmpty ? 0 : length, isSelfContained).Write(_buffer.AsSpan(_segment), isCompressed);
        _length = start + sent;
        Reserve(SegmentHeader.TrailerSize);
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_length), _crc.Of(_buffer.AsSpan(start, sent)));
        _length += SegmentHeader.TrailerSize;
        _segment = -1;
    }

    // Version 4: [header, compressed flag][plain length][block]
    private void CompressBody(int envelope)
    {
        var start = envelope + FrameHeader.Size;
        var length = _length - start;
        var block = Compress(start, length);
        if (block.IsEmpty || block.Length + Lz4.PrefixSize >= length) return;
        var header = FrameHeader.Read(_buffer.AsSpan(envelope));
        (header with { Flags = header.Flags | FrameFlags.Compressed, Length = block.Length + Lz4.PrefixSize }).Write(_buffer.AsSpan(envelope));
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(start), length);
        block.CopyTo(_buffer.AsSpan(start + Lz4.PrefixSize));
        _length = start + Lz4.PrefixSize + block.Length;
    }

    // The block in the scratch buffer, empty when it is not worth it.
    private ReadOnlySpan<byte> Compress(int start, int length)
    {
        if (length < FrameFormats.CompressedLengthMin) return [];
        var needed = Lz4.BlockLengthMax(length);
        if (_scratch is null || _scratch.Length < needed)
        {
            if (_scratch is not null) ArrayPool<byte>.Shared.Return(_scratch);
            _scratch = ArrayPool<byte>.Shared.Rent(needed);
        }

        return _scratch.AsSpan(0, Lz4.Encode(_buffer.AsSpan(start, length), _scratch));
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - _length >= more) return;
        var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_length + more, _buffer.Length * 2)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
