namespace EventAdmin.Cli.Terminal;

/// <summary>Whoever read the output went away: enough was seen.</summary>
internal sealed class OutputClosedException(IOException innerException) : Exception("The output was closed.", innerException);

/// <summary>The output, whose end is told apart from troubles with files.</summary>
internal sealed class ResultStream(Stream inner) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush() => Guard(inner.Flush);

    public override Task FlushAsync(CancellationToken cancellationToken) => GuardAsync(inner.FlushAsync(cancellationToken));

    public override void Write(byte[] buffer, int offset, int count) => Guard(() => inner.Write(buffer, offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        GuardAsync(inner.WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask());

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(GuardAsync(inner.WriteAsync(buffer, cancellationToken).AsTask()));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            throw new OutputClosedException(e);
        }
    }

    private static async Task GuardAsync(Task writing)
    {
        try
        {
            await writing;
        }
        catch (IOException e)
        {
            throw new OutputClosedException(e);
        }
    }
}
