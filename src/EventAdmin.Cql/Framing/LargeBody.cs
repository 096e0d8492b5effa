using System.Buffers;

namespace EventAdmin.Cql.Framing;

/// <summary>A body that arrives in pieces. Its array doubles as bytes come in, so that a header alone can't make the client allocate.</summary>
internal struct LargeBody
{
    private const int SizeFirst = 64 * 1024;

    private byte[]? _array;
    private int _filled;

    public FrameHeader Header { get; private set; }

    public readonly bool IsOpen => _array is not null;

    public readonly bool IsComplete => _array is not null && _filled == Header.Length;

    public readonly int Missing => Header.Length - _filled;

    public void Open(in FrameHeader header)
    {
        Header = header;
        _array = ArrayPool<byte>.Shared.Rent(Math.Min(header.Length, SizeFirst));
        _filled = 0;
    }

    /// <summary>Takes what still belongs to the body and tells how much that was.</summary>
    public int Add(ReadOnlySpan<byte> bytes)
    {
        var array = _array ?? throw new InvalidOperationException("No body is open.");
        var taken = bytes[..Math.Min(bytes.Length, Missing)];
        if (array.Length - _filled < taken.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Header.Length, Math.Max((long)array.Length * 2, _filled + taken.Length)));
            array.AsSpan(0, _filled).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(array);
            _array = array = larger;
        }

        taken.CopyTo(array.AsSpan(_filled));
        _filled += taken.Length;
        return taken.Length;
    }

    /// <summary>Hands over the array and closes.</summary>
    public byte[] Take()
    {
        var array = _array ?? throw new InvalidOperationException("No body is open.");
        _array = null;
        return array;
    }

    public void Release()
    {
        if (_array is not null) ArrayPool<byte>.Shared.Return(_array);
        _array = null;
    }
}
