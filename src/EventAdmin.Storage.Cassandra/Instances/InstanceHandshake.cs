using System.Security.Cryptography;
using EventAdmin.Storage.Cassandra.Configuration;

namespace EventAdmin.Storage.Cassandra.Instances;

/// <summary>
/// How two instances make sure of each other before anything is asked: each says something that only a holder of the shared key can say about
/// numbers that both have just drawn, so that an old conversation proves nothing. The store's name is in it: a key that two stores share by mistake
/// does not join them.
/// </summary>
/// <param name="key">The shared key.</param>
/// <param name="store">The store's name: keyspace and line.</param>
internal sealed class InstanceHandshake(InstanceKey key, string store)
{
    private const byte Form = 1;
    private const int NonceBytes = 32;

    /// <summary>The side that connects.</summary>
    /// <exception cref="InstanceRefusedException">The other side does not have the key.</exception>
    public async Task<InstanceLink> ConnectAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        var mine = RandomNumberGenerator.GetBytes(NonceBytes);
        await SendAsync(output, [Form, .. mine], cancellationToken).ConfigureAwait(false);
        var answer = await ReceiveAsync(input, NonceBytes + SHA256.HashSizeInBytes, cancellationToken).ConfigureAwait(false);
        var theirs = answer[..NonceBytes];
        Check(Say("owner", mine, theirs), answer[NonceBytes..]);
        await SendAsync(output, Say("caller", mine, theirs), cancellationToken).ConfigureAwait(false);
        return new InstanceLink(input, output, Say("to owner", mine, theirs), Say("to caller", mine, theirs));
    }

    /// <summary>The side that was connected to.</summary>
    /// <exception cref="InstanceRefusedException">The other side does not have the key.</exception>
    public async Task<InstanceLink> AcceptAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        var hello = await ReceiveAsync(input, 1 + NonceBytes, cancellationToken).ConfigureAwait(false);
        if (hello[0] != Form)
            throw new InstanceRefusedException($"form {hello[0]} of the protocol");
        var (theirs, mine) = (hello[1..], RandomNumberGenerator.GetBytes(NonceBytes));
        await SendAsync(output, [.. mine, .. Say("owner", theirs, mine)], cancellationToken).ConfigureAwait(false);
        Check(Say("caller", theirs, mine), await ReceiveAsync(input, SHA256.HashSizeInBytes, cancellationToken).ConfigureAwait(false));
        return new InstanceLink(input, output, Say("to caller", theirs, mine), Say("to owner", theirs, mine));
    }

    private static void Check(byte[] expected, byte[] found)
    {
        if (!CryptographicOperations.FixedTimeEquals(expected, found))
            throw new InstanceRefusedException("no proof of the shared key");
    }

    private static async Task SendAsync(Stream output, byte[] bytes, CancellationToken cancellationToken)
    {
        await output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<byte[]> ReceiveAsync(Stream input, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        return await input.ReadAtLeastAsync(bytes, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == length
            ? bytes
            : throw new InstanceRefusedException("an early end");
    }

    private byte[] Say(string purpose, byte[] callerNonce, byte[] ownerNonce) =>
        key.Say($"eventadmin:instance:1:{purpose}", System.Text.Encoding.UTF8.GetBytes(store), callerNonce, ownerNonce);
}
