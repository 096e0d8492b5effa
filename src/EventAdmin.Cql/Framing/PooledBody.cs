using System.Buffers;

namespace EventAdmin.Cql.Framing;

/// <summary>The bytes of one body in an array of the shared pool. Exactly one owner gives it back, once.</summary>
internal readonly struct PooledBody
{
    private readonly byte[]? _array;

    /// <summary>Takes over an array that was rented.</summary>
    public PooledBody(byte[] array, int length)
    {
        _array = array;
        Length = length;
    }

    public int Length { get; }

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    public static PooledBody CopyOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return default;
        var array = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(array);
        return new PooledBody(array, bytes.Length);
    }

    public void Return()
    {
        if (_array is not null) ArrayPool<byte>.Shared.Return(_array);
    }
}
