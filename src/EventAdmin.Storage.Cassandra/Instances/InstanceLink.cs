using System.Buffers.Binary;
using System.Security.Cryptography;

namespace EventAdmin.Storage.Cassandra.Instances;

/// <summary>
/// Messages between two instances over a stream of bytes each way: [length, 32 bits][message][proof, 16 bytes]. A proof holds for one message at
/// one place of one direction of one link, so nothing can be altered, left out, repeated, turned round or taken from another link. Sending is
/// thread-safe; one reads.
/// </summary>
internal sealed class InstanceLink
{
    /// <summary>The longest message: more than an append of the largest size.</summary>
    public const int MessageBytesMax = 8 * 1024 * 1024;

    private const int ProofBytes = 16;
    private const int SequenceBytes = sizeof(long);

    private readonly Stream _input;
    private readonly Stream _output;
    private readonly byte[] _sendKey;
    private readonly byte[] _receiveKey;

    // Guards the order: each message is sent after the one before it.
    private readonly Lock _guardsSending = new();
    private Task _sending = Task.CompletedTask;
    private long _sent;
    private long _received;

    /// <summary>A link whose two ends have made sure of each other.</summary>
    /// <param name="input">Where messages come from.</param>
    /// <param name="output">Where they go to.</param>
    /// <param name="sendKey">Proves what is sent.</param>
    /// <param name="receiveKey">Proves what is received.</param>
    public InstanceLink(Stream input, Stream output, byte[] sendKey, byte[] receiveKey) =>
        (_input, _output, _sendKey, _receiveKey) = (input, output, sendKey, receiveKey);

    /// <summary>Sends a message. Where it fails the link is of no more use. Cancelling ends the waiting alone: half a message would make nonsense of all that follow.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        Task sending;
        lock (_guardsSending)
            _sending = sending = SendAfterAsync(_sending, message);
        return sending.WaitAsync(cancellationToken);
    }

    /// <summary>The next message; null when the other end has closed.</summary>
    /// <exception cref="InstanceRefusedException">It is not what the other end sent.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var head = new byte[sizeof(int)];
        if (await _input.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < head.Length)
            return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (length is < 0 or > MessageBytesMax)
            throw new InstanceRefusedException($"a message of {length} bytes");
        var framed = new byte[length + ProofBytes];
        if (await _input.ReadAtLeastAsync(framed, framed.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < framed.Length)
            return null;
        var proof = new byte[ProofBytes];
        Prove(_receiveKey, _received++, framed.AsSpan(0, length), proof);
        return CryptographicOperations.FixedTimeEquals(proof, framed.AsSpan(length))
            ? framed.AsMemory(0, length)
            : throw new InstanceRefusedException("a message without its proof");
    }

    private async Task SendAfterAsync(Task before, ReadOnlyMemory<byte> message)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var framed = new byte[sizeof(int) + message.Length + ProofBytes];
        BinaryPrimitives.WriteInt32BigEndian(framed, message.Length);
        message.CopyTo(framed.AsMemory(sizeof(int)));
        Prove(_sendKey, _sent++, message.Span, framed.AsSpan(sizeof(int) + message.Length));
        try
        {
            await _output.WriteAsync(framed, CancellationToken.None).ConfigureAwait(false);
            await _output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // A stream that was closed meanwhile says so in many ways.
            throw new IOException("The channel is closed.", e);
        }
    }

    private static void Prove(byte[] key, long sequence, ReadOnlySpan<byte> message, Span<byte> proof)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> place = stackalloc byte[SequenceBytes];
        BinaryPrimitives.WriteInt64BigEndian(place, sequence);
        hash.AppendData(place);
        hash.AppendData(message);
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(whole);
        whole[..ProofBytes].CopyTo(proof);
    }
}
