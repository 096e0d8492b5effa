using System.Globalization;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Vectors;

public sealed class Primitives_of_the_vectors
{
    public static TheoryData<int, string> Tokens => VectorFile.Rows("murmur3");

    public static TheoryData<int, string> RoutingKeys => VectorFile.Rows("routing_keys");

    public static TheoryData<int, string> VInts => VectorFile.Rows("vints");

    public static TheoryData<int, string> ClassNames => VectorFile.Rows("type_class_names");

    [Theory]
    [MemberData(nameof(Tokens))]
    public void A_token_is_the_hash_of_its_key(int index, string label)
    {
        var entry = VectorFile.Entry("murmur3", index);

        Assert.True(entry.Text("token") == Murmur3.Token(entry.Bytes("hex")).ToString(CultureInfo.InvariantCulture), label);
    }

    [Theory]
    [MemberData(nameof(RoutingKeys))]
    public void A_routing_key_is_made_of_its_components(int index, string label)
    {
        var entry = VectorFile.Entry("routing_keys", index);
        var components = entry.GetProperty("components").EnumerateArray()
            .Select(static component => (ReadOnlyMemory<byte>)Convert.FromHexString(component.GetString()!)).ToList();

        var key = RoutingKey.Of(components);

        Assert.Equal((label, entry.Text("routing_key")), (label, Convert.ToHexStringLower(key)));
        Assert.Equal(entry.Text("token"), Murmur3.Token(key).ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(VInts))]
    public void A_vint_is_written_and_read(int index, string label)
    {
        var entry = VectorFile.Entry("vints", index);
        var isSigned = entry.Text("kind") == "zigzag";
        var value = isSigned
            ? VInt.ZigZag(long.Parse(entry.Text("value"), CultureInfo.InvariantCulture))
            : ulong.Parse(entry.Text("value"), CultureInfo.InvariantCulture);
        var buffer = new byte[VInt.LengthMax];

        var written = buffer[..VInt.Write(buffer, value)];

        Assert.Equal((label, entry.Text("hex")), (label, Convert.ToHexStringLower(written)));
        Assert.True(VInt.TryRead(written, out var read, out var length));
        Assert.Equal((value, written.Length), (read, length));
        Assert.False(VInt.TryRead(written.AsSpan(..^1), out _, out _));
    }

    [Theory]
    [MemberData(nameof(ClassNames))]
    public void A_class_name_is_a_type(int index, string label)
    {
        var entry = VectorFile.Entry("type_class_names", index);
        var parsed = SpecificationWins.Find("type_class_names", entry.Text("class"))?.Expected ?? entry.Text("parsed");

        Assert.Equal(parsed.Replace("varchar", "text", StringComparison.Ordinal), CqlClassName.Parse(entry.Text("class")).ToString());
        Assert.NotEmpty(label);
    }

    [Fact]
    public void The_levels_have_the_numbers_of_the_protocol()
    {
        var expected = VectorFile.At("codes/consistency").EnumerateObject().Select(static code => (code.Name, code.Value.GetInt32()));

        Assert.Equal(expected, Enum.GetValues<CqlConsistency>().Select(static level => (level.ToString(), (int)level)));
    }

    [Fact]
    public void The_types_have_the_numbers_of_the_protocol()
    {
        var expected = VectorFile.At("codes/column_types").EnumerateObject().Select(static code => (code.Name, code.Value.GetInt32()));

        Assert.Equal(
            expected,
            Enum.GetValues<CqlTypeKind>().Where(static kind => kind != CqlTypeKind.Vector).Select(static kind => (kind.ToString(), (int)kind)));
    }
}
