using System.Globalization;
using System.Numerics;

using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Tests.Types;

public sealed class Decimals
{
    [Theory]
    [InlineData(-2, "1", "100")]
    [InlineData(2, "-1", "-0.01")]
    [InlineData(30, "100", "0.0000000000000000000000000001")]
    [InlineData(500, "0", "0")]
    [InlineData(-500, "0", "0")]
    public void Are_decimals_of_NET_when_they_fit(int scale, string digits, string expected)
    {
        var value = new CqlDecimal(scale, BigInteger.Parse(digits, CultureInfo.InvariantCulture));

        Assert.True(value.TryToDecimal(out var result));
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), result);
    }

    [Theory]
    [InlineData(30, "1")]
    [InlineData(-29, "1")]
    [InlineData(0, "79228162514264337593543950336")]
    [InlineData(int.MaxValue, "1")]
    [InlineData(int.MinValue, "1")]
    public void Are_told_when_they_do_not(int scale, string digits) =>
        Assert.False(new CqlDecimal(scale, BigInteger.Parse(digits, CultureInfo.InvariantCulture)).TryToDecimal(out _));

    [Theory]
    [InlineData(3, "-5", "-0.005")]
    [InlineData(0, "5", "5")]
    [InlineData(-3, "5", "5000")]
    [InlineData(int.MaxValue, "5", "5E-2147483647")]
    [InlineData(int.MinValue, "-5", "-5E2147483648")]
    public void Print_no_more_zeros_than_people_read(int scale, string digits, string expected) =>
        Assert.Equal(expected, new CqlDecimal(scale, BigInteger.Parse(digits, CultureInfo.InvariantCulture)).ToString());
}
