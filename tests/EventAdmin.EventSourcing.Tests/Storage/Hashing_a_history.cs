using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.EventSourcing.Tests.Storage;

/// <summary>The hash is SHA-256 of what the format says, whichever library computes it.</summary>
public sealed class Hashing_a_history
{
    [Fact]
    public void A_history_begins_with_the_streams_name() => Assert.Equal(
        Convert.ToHexStringLower(SHA256.HashData("eventadmin:1:cart-1"u8)), HistoryHasher.Seed(StreamId.Parse("cart-1")).ToString());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(55)]
    [InlineData(56)]
    [InlineData(64)]
    [InlineData(300)]
    [InlineData(4_096)]
    [InlineData(16_384)]
    [InlineData(16_385)]
    [InlineData(300_000)]
    public void An_event_is_hashed_behind_the_one_before_with_every_field_behind_its_length(int dataBytes)
    {
        var data = new byte[dataBytes];
        new Random(dataBytes).NextBytes(data);
        var previous = HistoryHasher.Seed(StreamId.Parse("cart-1"));
        var bytes = new List<byte>(Convert.FromHexString(previous.ToString()));
        bytes.AddRange([0, 0, 0, 6, .. "Grüß"u8, 0, 0, 0, 8, .. BigEndian(7), 255, 255, 255, 255, .. data]);

        var hash = new HistoryHasher().Begin(previous).Add("Grüß").Add(7L).AddMissing().End(data);

        Assert.Equal(6, Encoding.UTF8.GetByteCount("Grüß"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())), hash.ToString());
    }

    private static byte[] BigEndian(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
