using System.Buffers;

namespace EventAdmin.Cql.Types;

/// <summary>A buffer of the shared pool that grows while it is written. A field, never copied: two copies would share the array.</summary>
internal struct CqlBuffer(int capacity) : IDisposable
{
    private byte[]? _array = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public readonly ReadOnlyMemory<byte> Written => Array.AsMemory(0, Length);

    public readonly Span<byte> WrittenSpan => Array.AsSpan(0, Length);

    private readonly byte[] Array => _array ?? throw new ObjectDisposedException(nameof(CqlBuffer));

    /// <summary>Room for the next <paramref name="length"/> bytes, which count as written.</summary>
    public Span<byte> Take(int length)
    {
        var array = Array;
        if (array.Length - Length < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(Length + length, array.Length * 2)));
            array.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(array);
            _array = array = larger;
        }

        var taken = array.AsSpan(Length, length);
        Length += length;
        return taken;
    }

    /// <summary>Takes back everything from <paramref name="length"/> on.</summary>
    public void Truncate(int length) => Length = length;

    public void Clear() => Length = 0;

    public void Dispose()
    {
        if (_array is not null) ArrayPool<byte>.Shared.Return(_array);
        _array = null;
        Length = 0;
    }
}
