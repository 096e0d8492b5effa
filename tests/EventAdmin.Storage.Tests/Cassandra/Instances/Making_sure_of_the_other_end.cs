using System.IO.Pipelines;
using System.Text;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Instances;

namespace EventAdmin.Storage.Tests.Cassandra.Instances;

public sealed class Making_sure_of_the_other_end
{
    private static readonly InstanceKey Key = KeyOf(1);

    private readonly Pipe _toOwner = new();
    private readonly Pipe _toCaller = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_that_share_a_key_hear_each_other()
    {
        var (caller, owner) = await LinkAsync();

        await caller.SendAsync("question"u8.ToArray(), Stop);
        await owner.SendAsync("answer"u8.ToArray(), Stop);

        Assert.Equal("question", TextOf(await owner.ReceiveAsync(Stop)));
        Assert.Equal("answer", TextOf(await caller.ReceiveAsync(Stop)));
    }

    [Fact]
    public async Task A_caller_does_not_go_on_with_an_owner_that_has_another_key()
    {
        var accepting = new InstanceHandshake(KeyOf(2), "store").AcceptAsync(_toOwner.Reader.AsStream(), _toCaller.Writer.AsStream(), Stop);

        await Assert.ThrowsAsync<InstanceRefusedException>(
            () => new InstanceHandshake(Key, "store").ConnectAsync(_toCaller.Reader.AsStream(), _toOwner.Writer.AsStream(), Stop));

        await _toOwner.Writer.CompleteAsync();
        await Assert.ThrowsAsync<InstanceRefusedException>(() => accepting);
    }

    [Fact]
    public async Task Two_stores_with_one_key_are_not_joined()
    {
        var accepting = new InstanceHandshake(Key, "one").AcceptAsync(_toOwner.Reader.AsStream(), _toCaller.Writer.AsStream(), Stop);

        await Assert.ThrowsAsync<InstanceRefusedException>(
            () => new InstanceHandshake(Key, "two").ConnectAsync(_toCaller.Reader.AsStream(), _toOwner.Writer.AsStream(), Stop));

        await _toOwner.Writer.CompleteAsync();
        await Assert.ThrowsAsync<InstanceRefusedException>(() => accepting);
    }

    [Fact]
    public async Task What_a_caller_once_said_proves_nothing_again()
    {
        var recorded = new MemoryStream();
        var accepting = new InstanceHandshake(Key, "store").AcceptAsync(_toOwner.Reader.AsStream(), _toCaller.Writer.AsStream(), Stop);
        var said = new RecordingStream(_toOwner.Writer.AsStream(), recorded);
        var caller = await new InstanceHandshake(Key, "store").ConnectAsync(_toCaller.Reader.AsStream(), said, Stop);
        await accepting;
        await caller.SendAsync("question"u8.ToArray(), Stop);
        recorded.Position = 0;

        await Assert.ThrowsAsync<InstanceRefusedException>(() => new InstanceHandshake(Key, "store").AcceptAsync(recorded, new MemoryStream(), Stop));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    public async Task A_message_that_was_altered_is_refused(int place)
    {
        var (sent, key) = (new MemoryStream(), Encoding.UTF8.GetBytes("a key of this direction"));
        var link = new InstanceLink(Stream.Null, sent, key, key);
        await link.SendAsync("question"u8.ToArray(), Stop);
        var altered = sent.ToArray();
        altered[place < 0 ? altered.Length + place : place] ^= 1;

        var owner = new InstanceLink(new MemoryStream(altered), Stream.Null, key, key);

        await Assert.ThrowsAsync<InstanceRefusedException>(() => owner.ReceiveAsync(Stop));
    }

    [Fact]
    public async Task A_message_that_comes_twice_is_refused()
    {
        var (sent, key) = (new MemoryStream(), Encoding.UTF8.GetBytes("a key of this direction"));
        var link = new InstanceLink(Stream.Null, sent, key, key);
        await link.SendAsync("question"u8.ToArray(), Stop);

        var owner = new InstanceLink(new MemoryStream([.. sent.ToArray(), .. sent.ToArray()]), Stream.Null, key, key);

        Assert.Equal("question", TextOf(await owner.ReceiveAsync(Stop)));
        await Assert.ThrowsAsync<InstanceRefusedException>(() => owner.ReceiveAsync(Stop));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("not base64 not base64 not base64 not base64 not base64 not base64")]
    public void A_key_has_32_bytes_at_least(string? text) => Assert.False(InstanceKey.TryParse(text, out _));

    private async Task<(InstanceLink Caller, InstanceLink Owner)> LinkAsync()
    {
        var accepting = new InstanceHandshake(Key, "store").AcceptAsync(_toOwner.Reader.AsStream(), _toCaller.Writer.AsStream(), Stop);
        return (await new InstanceHandshake(Key, "store").ConnectAsync(_toCaller.Reader.AsStream(), _toOwner.Writer.AsStream(), Stop), await accepting);
    }

    private static string? TextOf(ReadOnlyMemory<byte>? message) => message is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    private static InstanceKey KeyOf(byte first) =>
        InstanceKey.TryParse(Convert.ToBase64String(Enumerable.Repeat(first, InstanceKey.BytesMin).ToArray()), out var key) ? key : throw new FormatException("Expected a key.");

    /// <summary>Keeps what passes.</summary>
    private sealed class RecordingStream(Stream inner, Stream record) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await record.WriteAsync(buffer, cancellationToken);
            await inner.WriteAsync(buffer, cancellationToken);
        }
    }
}
