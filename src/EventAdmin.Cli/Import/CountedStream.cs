namespace EventAdmin.Cli.Import;

/// <summary>Reads a stream of which the first bytes were taken already, and counts.</summary>
internal sealed class CountedStream(Stream inner, byte[] start) : Stream
{
    private int _startTaken;

    public long Count { get; private set; }

    public GzipEnd End { get; } = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => Count; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = Math.Min(start.Length - _startTaken, buffer.Length);
        if (length > 0)
        {
            start.AsSpan(_startTaken, length).CopyTo(buffer.Span);
            _startTaken += length;
        }
        else
        {
            length = await inner.ReadAsync(buffer, cancellationToken);
        }

        End.Note(buffer.Span[..length], isFirst: Count == 0);
        Count += length;
        return length;
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
