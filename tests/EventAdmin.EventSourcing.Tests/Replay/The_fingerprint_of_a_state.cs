using System.Text;
using EventAdmin.EventSourcing.Replay;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Replay;

public sealed class The_fingerprint_of_a_state
{
    private static readonly byte[] Key = [1, 2, 3];

    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true , null ] }""", """{"a":[true,null],"b":1}""")]
    [InlineData("""{"a":1.0,"b":10E+2}""", """{"a":1.0,"b":10E+2}""")]
    [InlineData("""{"\u0061":"\u00fc\/\n"}""", """{"a":"ü/\u000a"}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""")]
    public void Is_made_of_the_canonical_form(string json, string canonical) =>
        Assert.Equal(canonical, Encoding.UTF8.GetString(StateFingerprint.Canonicalise(Bytes(json))));

    [Fact]
    public void Is_the_same_for_another_order_of_members() =>
        Assert.Equal(StateFingerprint.Of(Bytes("""{"a":1,"b":2}"""), Key), StateFingerprint.Of(Bytes("""{"b":2,"a":1}"""), Key));

    [Fact]
    public void Differs_by_the_key_of_the_store_and_by_the_number_as_stored()
    {
        var state = StateFingerprint.Of(Bytes("""{"a":1}"""), Key);

        Assert.NotEqual(state, StateFingerprint.Of(Bytes("""{"a":1}"""), []));
        Assert.NotEqual(state, StateFingerprint.Of(Bytes("""{"a":1.0}"""), Key));
        Assert.Equal(64, state.Hex.Length);
        Assert.Equal(32, state.Short.Length);
    }

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
