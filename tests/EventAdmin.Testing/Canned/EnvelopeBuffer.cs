using System.Buffers.Binary;

namespace EventAdmin.Testing.Canned;

/// <summary>Bytes out of which whole envelopes of the protocol are taken.</summary>
internal sealed class EnvelopeBuffer
{
    private const int HeaderLength = 9;

    private byte[] _bytes = new byte[512 * 1024];
    private int _start;
    private int _end;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _end < bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length + Math.Max(_bytes.Length, bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    public bool TryTake(out ReadOnlySpan<byte> envelope)
    {
        var held = _bytes.AsSpan(_start, _end - _start);
        envelope = default;
        if (held.Length < HeaderLength)
            return false;
        var length = HeaderLength + BinaryPrimitives.ReadInt32BigEndian(held[5..]);
        if (held.Length < length)
            return false;
        envelope = held[..length];
        _start += length;
        return true;
    }

    public void Compact()
    {
        _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
        (_start, _end) = (0, _end - _start);
    }
}
