using System.Net;

using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Messages;

public sealed class Reading_errors
{
    [Fact]
    public void A_timeout_of_a_conditional_write_tells_its_contentions_in_version_5()
    {
        const string body = "00001100 0000 0009 00000001 00000002 0003434153 0003";

        var error = Bodies.Read(CqlProtocolVersion.V5, Opcode.Error, body).Error;
        var older = Bodies.Read(CqlProtocolVersion.V4, Opcode.Error, body).Error;

        Assert.Equal((CqlErrorCode.WriteTimeout, CqlWriteType.Cas, 3), (error.Code, error.WriteType, error.Contentions));
        Assert.Null(older.Contentions);
    }

    [Fact]
    public void A_failure_names_each_replica_and_its_reason_in_version_5()
    {
        var error = Bodies.Read(
            CqlProtocolVersion.V5, Opcode.Error, "00001300 0000 0006 00000001 00000002 00000002 04 0A000001 0001 10 00000000000000000000000000000001 0002 01").Error;

        Assert.Equal((CqlErrorCode.ReadFailure, 2, true), (error.Code, error.Failures, error.IsDataPresent));
        Assert.Equal([(IPAddress.Parse("10.0.0.1"), 1), (IPAddress.IPv6Loopback, 2)], error.Reasons.Select(static reason => (reason.Key, reason.Value)));
    }

    [Fact]
    public void A_failure_counts_replicas_in_version_4()
    {
        var error = Bodies.Read(CqlProtocolVersion.V4, Opcode.Error, "00001500 0000 0006 00000001 00000002 00000003 0003564945").Error;

        Assert.Equal((CqlErrorCode.WriteFailure, 3, CqlWriteType.Other), (error.Code, error.Failures, error.WriteType));
        Assert.Empty(error.Reasons);
    }

    [Fact]
    public void An_unknown_code_keeps_its_number_and_message_and_counts_as_a_server_error()
    {
        var error = Bodies.Read(CqlProtocolVersion.V5, Opcode.Error, "00007777 0003 6e6577 ffff").Error;

        Assert.Equal((CqlErrorCode.ServerError, 0x7777, "new"), (error.Code, error.CodeNumber, error.Message));
    }

    [Theory]
    [InlineData("00001000 0000 00FF 00000001 00000002")] // a level that does not exist
    [InlineData("00001100 0000 0009 00000001")] // cut off
    [InlineData("00001300 0000 0006 00000001 00000002 7FFFFFFF 04")] // more reasons than bytes
    [InlineData("00001300 0000 0006 00000001 00000002 00000001 05 0A00000100 0001 01")] // an address of five bytes
    public void A_body_that_can_not_be_is_refused(string hex) =>
        Assert.Throws<CqlProtocolException>(() => Bodies.Read(CqlProtocolVersion.V5, Opcode.Error, hex));
}
