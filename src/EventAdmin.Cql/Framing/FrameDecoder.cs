using System.Buffers;
using System.Buffers.Binary;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Framing;

/// <summary>
/// Takes whatever bytes arrive and hands out whole answers, under every format. Memory grows with what has arrived, never with what a
/// length announces; whatever breaks the protocol is a <see cref="CqlProtocolException"/> and the end of the connection. Not thread-safe.
/// </summary>
/// <remarks>
/// Receive into <see cref="GetMemory"/>, tell it to <see cref="Advance"/>, then call <see cref="TryRead"/> until it is false.
/// </remarks>
internal sealed partial class FrameDecoder(int answerBytesMax = FrameFormats.AnswerBytesMax) : IDisposable
{
    private const int ReceiveSize = 64 * 1024;
    private const int ReceiveRoomMin = 4 * 1024;

    private readonly SegmentCrc32 _crc = new();

    // What was received and not yet consumed: [_start, _end).
    private byte[] _received = ArrayPool<byte>.Shared.Rent(ReceiveSize);
    private int _start;
    private int _end;

    // The unit at _start is known to need this many bytes.
    private int _needed;

    // The answer that was handed out; the array is null where the body lies among others.
    private ReadOnlyMemory<byte> _answer;
    private byte[]? _answerArray;
    private LargeBody _large;

    private FrameFormat _format = FrameFormat.Plain;
    private CqlProtocolVersion? _version;

    /// <summary>The bytes that have arrived and are not part of any answer that was handed out.</summary>
    public int Buffered => _end - _start;

    /// <summary>True when an answer or a segment has begun to arrive and has not ended.</summary>
    public bool IsInside => Buffered > 0 || _large.IsOpen || _payload.Length > 0;

    /// <summary>Changes format and pins the version, after READY or AUTHENTICATE; what was received behind those counts as the new format.</summary>
    public void Use(FrameFormat format, CqlProtocolVersion version)
    {
        _format = format;
        _version = version;
    }

    /// <summary>Where to receive next; never empty.</summary>
    /// <exception cref="InvalidOperationException">There are answers left that were not read.</exception>
    public Memory<byte> GetMemory()
    {
        if (!_payload.IsEmpty) throw new InvalidOperationException("Answers are left in the last segment: read until there are none.");
        ReleaseAnswer();
        if (_start == _end) _start = _end = 0;
        if (Math.Max(_needed - Buffered, ReceiveRoomMin) > _received.Length - _end) MakeRoom();
        return _received.AsMemory(_end);
    }

    /// <summary>Tells how many bytes were received into <see cref="GetMemory"/>.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_received.Length - _end), nameof(count));
        _end += count;
    }

    /// <summary>The next whole answer; its body is valid until the next call of any member but <see cref="TakeBody"/>.</summary>
    /// <exception cref="CqlProtocolException">What arrived is not the protocol.</exception>
    public bool TryRead(out FrameHeader header, out ReadOnlySpan<byte> body)
    {
        ReleaseAnswer();
        var found = _format.IsSegmented() ? TryReadFromSegments(out header) : TryReadPlain(out header);
        body = found ? _answer.Span : default;
        return found;
    }

    /// <summary>Gives the body that <see cref="TryRead"/> handed out to a new owner, copied where it lies among others.</summary>
    public PooledBody TakeBody()
    {
        if (_answerArray is not { } array) return PooledBody.CopyOf(_answer.Span);
        var taken = new PooledBody(array, _answer.Length);
        _answerArray = null;
        _answer = default;
        return taken;
    }

    public void Dispose()
    {
        ReleaseAnswer();
        _large.Release();
        if (_received.Length > 0) ArrayPool<byte>.Shared.Return(_received);
        if (_plain is not null) ArrayPool<byte>.Shared.Return(_plain);
        _received = [];
        _plain = null;
        _payload = default;
        _start = _end = 0;
    }

    private ReadOnlySpan<byte> Available() => _received.AsSpan(_start, Buffered);

    private void MakeRoom()
    {
        var size = Math.Max(_received.Length, Math.Max(_needed, Buffered + ReceiveRoomMin));
        var target = size > _received.Length ? ArrayPool<byte>.Shared.Rent(size) : _received;
        Available().CopyTo(target);
        if (!ReferenceEquals(target, _received)) ArrayPool<byte>.Shared.Return(_received);
        _received = target;
        _end -= _start;
        _start = 0;
    }

    private void Consume(int count)
    {
        _start += count;
        _needed = 0;
    }

    private bool TryReadPlain(out FrameHeader header)
    {
        if (_large.IsOpen)
        {
            Consume(_large.Add(Available()));
            return TryFinishLarge(out header);
        }

        header = default;
        if (Buffered < FrameHeader.Size) return false;
        header = ReadHeader(Available());
        var total = FrameHeader.Size + header.Length;
        if (Buffered >= total)
        {
            SetAnswer(ref header, _received.AsMemory(_start + FrameHeader.Size, header.Length), owner: null);
            Consume(total);
            return true;
        }

        _needed = total;
        if (total <= ReceiveSize) return false;
        _large.Open(header);
        Consume(FrameHeader.Size);
        Consume(_large.Add(Available()));
        return false;
    }

    private bool TryFinishLarge(out FrameHeader header)
    {
        header = _large.Header;
        if (!_large.IsComplete) return false;
        var body = _large.Take();
        SetAnswer(ref header, body.AsMemory(0, header.Length), body);
        return true;
    }

    private FrameHeader ReadHeader(ReadOnlySpan<byte> source)
    {
        var header = FrameHeader.Read(source);
        var isVersionRight = _version is { } version ? header.Version == (int)version : header.Version is >= 3 and <= 6;
        if (!header.IsResponse || !isVersionRight)
            throw new CqlProtocolException($"A message that begins with 0x{header.VersionByte:x2} is no answer of version {_version?.ToString() ?? "3 to 6"}.");
        if (header.Length > answerBytesMax)
            throw new CqlProtocolException($"An answer of {header.Length} bytes is over the limit of {answerBytesMax}.");
        return header;
    }

    // Decompresses a body of version 4 where its flag says so.
    private void SetAnswer(ref FrameHeader header, ReadOnlyMemory<byte> body, byte[]? owner)
    {
        _answer = body;
        _answerArray = owner;
        if (!header.Flags.Has(FrameFlags.Compressed)) return;
        if (_format != FrameFormat.PlainLz4)
            throw new CqlProtocolException("A body is compressed, and its format does not allow that.");
        var length = Lz4.PlainLengthOf(body.Span, answerBytesMax);
        var plain = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Lz4.DecodeBody(body.Span, plain.AsSpan(0, length));
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(plain);
            throw;
        }

        ReleaseAnswer();
        _answer = plain.AsMemory(0, length);
        _answerArray = plain;
        header = header with { Flags = header.Flags & ~FrameFlags.Compressed, Length = length };
    }

    private void ReleaseAnswer()
    {
        if (_answerArray is not null) ArrayPool<byte>.Shared.Return(_answerArray);
        _answerArray = null;
        _answer = default;
    }
}
