namespace EventAdmin.Web.Commands;

/// <summary>The standard input, of which a read can be cancelled: the operating system's own ends only when something comes.</summary>
internal sealed class StandardInput : Stream
{
    private readonly Stream _console = Console.OpenStandardInput();

    // An abandoned read still writes into what it was given, so that is never the caller's.
    private readonly byte[] _buffer = new byte[64 * 1024];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var own = _buffer.AsMemory(0, Math.Min(buffer.Length, _buffer.Length));
        var length = await Task.Run(() => _console.Read(own.Span), CancellationToken.None).WaitAsync(cancellationToken);
        own[..length].CopyTo(buffer);
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Expected asynchronous reads only.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
