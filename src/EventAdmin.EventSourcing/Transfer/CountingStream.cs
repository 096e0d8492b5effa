using System.Buffers.Binary;

namespace EventAdmin.EventSourcing.Transfer;

/// <summary>Reads through to a stream that it does not own, counts the bytes, and can look at the first ones.</summary>
internal sealed class CountingStream(Stream inner) : Stream
{
    private static ReadOnlySpan<byte> GzipStart => [0x1F, 0x8B, 0x08];

    private byte[] _ahead = [];
    private byte[] _tail = [];
    private bool _mayHaveMoreMembers;

    public long Count { get; private set; }

    /// <summary>
    /// True when the bytes so far can't be all of a gzip file that holds so many: it ends with their number, and the runtime reads a file
    /// that was cut off without a word. A file that may be several put together is not judged.
    /// </summary>
    public bool IsCutOffGzip(long plainBytes) => !_mayHaveMoreMembers
        && (_tail.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(_tail.AsSpan()[^sizeof(uint)..]) != (uint)plainBytes);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    /// <summary>True when the stream begins so. What was looked at is still read afterwards.</summary>
    public async ValueTask<bool> StartsWithAsync(byte[] expected, CancellationToken cancellationToken)
    {
        var ahead = new byte[expected.Length];
        var length = await inner.ReadAtLeastAsync(ahead, ahead.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        _ahead = ahead[..length];
        return _ahead.AsSpan().SequenceEqual(expected);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int length;
        if (_ahead.Length > 0 && buffer.Length > 0)
        {
            length = Math.Min(_ahead.Length, buffer.Length);
            _ahead.AsSpan(0, length).CopyTo(buffer.Span);
            _ahead = _ahead[length..];
        }
        else
        {
            length = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        Note(buffer.Span[..length]);
        Count += length;
        return length;
    }

    private void Note(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        // The tail reaches over the border of two reads, so a start that is split between them is seen as well.
        byte[] border = [.. _tail, .. bytes[..Math.Min(bytes.Length, 2 * sizeof(uint))]];
        var isFirst = Count <= _tail.Length;
        _mayHaveMoreMembers |= border.AsSpan(isFirst ? 1 : 0).IndexOf(GzipStart) >= 0
            || (bytes.Length > 1 && bytes[1..].IndexOf(GzipStart) >= 0);
        byte[] end = [.. _tail, .. bytes[^Math.Min(bytes.Length, sizeof(uint))..]];
        _tail = end[^Math.Min(end.Length, sizeof(uint))..];
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Expected asynchronous reads only.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>What is imported: the bytes as they come, and what they hold.</summary>
internal sealed record ImportInput(CountingStream Raw, Stream Plain, bool IsGzip)
{
    /// <summary>True when the end of the bytes can't be the end of what they should hold.</summary>
    public bool IsCutOff(long plainBytes) => IsGzip && Raw.IsCutOffGzip(plainBytes);
}
