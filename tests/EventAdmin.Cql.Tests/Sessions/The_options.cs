using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;

namespace EventAdmin.Cql.Tests.Sessions;

public sealed class The_options
{
    private static readonly CqlOptions Good = new() { ContactPoints = ["127.0.0.1"], LocalDatacenter = "dc1" };

    [Fact]
    public void Their_defaults_can_be_used() => Assert.Empty(Good.FindProblems());

    [Fact]
    public void Their_defaults_are_those_of_the_specification()
    {
        Assert.Equal(9042, Good.Port);
        Assert.Equal(CqlCompression.None, Good.Compression);
        Assert.Equal(Math.Clamp(Environment.ProcessorCount / 4, 1, 4), Good.ConnectionsPerNode);
        Assert.Equal((1024, 8 * 1024 * 1024, 4096, 50), (Good.InFlightMax, Good.BytesInFlightMax, Good.QueueLengthMax, (int)Good.QueueTimeMax.TotalMilliseconds));
        Assert.Equal((5, 2.5, 5), (Good.Timeout.TotalSeconds, Good.AttemptTimeout.TotalSeconds, Good.ConnectTimeout.TotalSeconds));
        Assert.Equal((1000, 10, 5), (Good.PageSize, Good.HeartbeatInterval.TotalSeconds, Good.HeartbeatTimeout.TotalSeconds));
        Assert.Equal((250, 30), (Good.ReconnectDelay.TotalMilliseconds, Good.ReconnectDelayMax.TotalSeconds));
        Assert.Equal((3, 0.1, 10), (Good.AttemptsMax, Good.RetryShare, Good.RetriesPerSecondMin));
        Assert.Equal((CqlSpeculation.Off, 15 * 1024 * 1024, false), (Good.Speculation, Good.RequestBytesMax, Good.DedicatedIoThreads));
    }

    [Fact]
    public void Every_problem_is_named_at_once_with_its_range()
    {
        var bad = Good with { ContactPoints = ["a b", "host:0"], LocalDatacenter = " ", Port = 0, InFlightMax = 40_000, RetryShare = double.NaN };

        var problems = bad.FindProblems();

        Assert.Equal(6, problems.Count);
        Assert.Contains("Port is 0; it must be between 1 and 65535.", problems);
        Assert.Contains(problems, static one => one.Contains("'host:0'", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(bad.ThrowIfInvalid);
    }

    [Fact]
    public void An_attempt_may_not_take_longer_than_its_call()
        => Assert.Single((Good with { Timeout = TimeSpan.FromSeconds(1) }).FindProblems());

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", 9042)]
    [InlineData("10.0.0.1:9142", "10.0.0.1", 9142)]
    [InlineData("db.example.org", "db.example.org", 9042)]
    [InlineData("db.example.org:19042", "db.example.org", 19042)]
    [InlineData("::1", "::1", 9042)]
    [InlineData("[::1]:9142", "::1", 9142)]
    public void A_contact_point_is_a_host_with_or_without_a_port(string text, string host, int port)
    {
        Assert.True(ContactPoint.TryParse(text, 9042, out var point));
        Assert.Equal(new ContactPoint(host, port), point);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("host:")]
    [InlineData("host:port")]
    [InlineData("host:65536")]
    [InlineData("a b")]
    public void Anything_else_is_refused(string text) => Assert.False(ContactPoint.TryParse(text, 9042, out _));
}
