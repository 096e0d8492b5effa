using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Messages;

public sealed class Writing_batches
{
    private static readonly BatchRequest Batch = new(
        new BatchEntry[]
        {
            new(new byte[] { 0xCA, 0xFE }, null, Convert.FromHexString("0000000400000001"), 1),
            new(default, "DELETE", default, 0),
        },
        CqlConsistency.LocalQuorum)
    {
        SerialConsistency = CqlConsistency.LocalSerial,
        TimestampMicros = 5,
    };

    [Theory]
    [InlineData(4, "30")]
    [InlineData(5, "00000030")]
    public void Statements_stand_before_level_flags_serial_level_and_timestamp(int version, string flags)
    {
        var envelope = RequestEnvelope.ToArray(Batch, (CqlProtocolVersion)version, requestId: 3, default);

        Assert.Equal(
            $"0{version}0000030d{envelope.Length - 9:x8}" + "01" + "0002" + "01" + "0002cafe" + "0001" + "0000000400000001"
            + "00" + "0000000644454c455445" + "0000" + "0006" + flags + "0009" + "0000000000000005",
            Convert.ToHexStringLower(envelope));
    }

    [Fact]
    public void A_keyspace_and_a_time_of_its_own_come_last_in_version_5()
    {
        var batch = new BatchRequest(default, CqlConsistency.One) { Keyspace = "ks", NowInSeconds = 7 };

        var envelope = RequestEnvelope.ToArray(batch, CqlProtocolVersion.V5, requestId: 0, default);

        Assert.EndsWith("0001" + "00000180" + "00026b73" + "00000007", Convert.ToHexStringLower(envelope), StringComparison.Ordinal);
    }

    [Fact]
    public void What_version_4_can_not_carry_is_refused_before_sending()
    {
        var batch = new BatchRequest(default, CqlConsistency.One) { Keyspace = "ks" };

        Assert.Throws<CqlEncodeException>(() => RequestEnvelope.ToArray(batch, CqlProtocolVersion.V4, requestId: 0, default));
        Assert.Throws<CqlEncodeException>(() => RequestEnvelope.ToArray(new PrepareRequest("SELECT", "ks"), CqlProtocolVersion.V4, requestId: 0, default));
    }

    [Fact]
    public void A_text_that_is_longer_than_its_length_can_say_is_refused()
    {
        var request = new RegisterRequest([new string('x', ushort.MaxValue + 1)]);

        Assert.Throws<CqlEncodeException>(() => RequestEnvelope.ToArray(request, CqlProtocolVersion.V5, requestId: 0, default));
    }

    [Fact]
    public void A_text_may_be_as_long_as_its_length_can_say()
    {
        var request = new RegisterRequest([new string('x', ushort.MaxValue)]);

        Assert.Equal(9 + 2 + 2 + ushort.MaxValue, RequestEnvelope.ToArray(request, CqlProtocolVersion.V5, requestId: 0, default).Length);
    }
}
