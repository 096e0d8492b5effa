using System.Net;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

/// <summary>A transport whose first write never ends and that never receives: a full receive window at the other end.</summary>
internal sealed class StuckTransport : Stream
{
    private readonly TaskCompletionSource _writeBegan = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task WriteBegan => _writeBegan.Task;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A link that has passed its handshake.</summary>
    public ConnectionLink Link()
    {
        var input = new FrameDecoder();
        input.Use(FrameFormat.Segments, CqlProtocolVersion.V5);
        return new ConnectionLink
        {
            Target = new ConnectionTarget { EndPoint = new IPEndPoint(IPAddress.Loopback, 9042) },
            Transport = this,
            Input = input,
            Version = CqlProtocolVersion.V5,
            Supported = new Dictionary<string, IReadOnlyList<string>>(),
        };
    }

    /// <summary>Fails everything that waits.</summary>
    public void Break() => _broken.TrySetException(new IOException("The transport broke."));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _broken.Task;
        return 0;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _writeBegan.TrySetResult();
        await _broken.Task;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Break();
        base.Dispose(disposing);
    }
}
