using System.Globalization;
using System.Text.Json;

using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Tests.Vectors;

public sealed class Types_of_the_vectors
{
    public static TheoryData<int, string> Types => VectorFile.Rows("types");

    public static TheoryData<int, string> OddInputs => VectorFile.Rows("types_decode");

    public static TheoryData<int, string> TimeUuids => VectorFile.Rows("timeuuid_parts");

    public static TheoryData<int, string> TimeUuidBounds => VectorFile.Rows("timeuuid_minmax");

    [Theory]
    [MemberData(nameof(Types))]
    public void A_value_is_written_and_read(int index, string label)
    {
        var entry = VectorFile.Entry("types", index);
        if (entry.Text("type") == "any")
        {
            Assert.Contains(Absent(entry.Text("value")), entry.Text("note"), StringComparison.Ordinal);
            return;
        }

        var type = VectorText.Type(entry.Text("type"));
        var value = VectorText.Value(type, TextOf(entry));

        Assert.Equal((label, entry.Text("hex")), (label, Encode(type, value)));
        Assert.Equal(VectorText.Show(value), VectorText.Show(Decode(type, entry.Bytes("hex"))));
    }

    [Theory]
    [MemberData(nameof(OddInputs))]
    public void An_odd_input_is_read_or_refused(int index, string label)
    {
        var entry = VectorFile.Entry("types_decode", index);
        var type = VectorText.Type(entry.Text("type"));
        var ruling = SpecificationWins.Find("types_decode", $"{type} {entry.Text("hex")}")?.Expected;
        var expected = ruling ?? entry.TextOrNull("value") ?? "error";

        if (expected == "error")
        {
            var refusal = Assert.Throws<CqlDecodeException>(() => Decode(type, entry.Bytes("hex")));
            Assert.Equal((type, entry.Text("hex")), (refusal.Type, Convert.ToHexStringLower(refusal.Bytes.Span)));
            return;
        }

        Assert.Equal((label, VectorText.Show(VectorText.Value(type, expected))), (label, VectorText.Show(Decode(type, entry.Bytes("hex")))));
    }

    [Theory]
    [MemberData(nameof(TimeUuids))]
    public void A_timeuuid_is_made_of_its_parts(int index, string label)
    {
        var entry = VectorFile.Entry("timeuuid_parts", index);
        var instant = DateTimeOffset.Parse(entry.Text("instant"), CultureInfo.InvariantCulture);
        var clock = ushort.Parse(entry.Text("clock"), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

        var uuid = CqlTimeUuid.Create(instant, entry.Bytes("node"), clock);

        Assert.Equal((label, Guid.Parse(entry.Text("uuid"))), (label, uuid));
        Assert.Equal(entry.Text("hex"), Encode(CqlType.Native(CqlTypeKind.Timeuuid), uuid));
        Assert.Equal(entry.Text("date_back"), CqlTimeUuid.InstantOf(uuid).ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(TimeUuidBounds))]
    public void An_instant_has_a_smallest_and_a_largest_timeuuid(int index, string label)
    {
        var entry = VectorFile.Entry("timeuuid_minmax", index);
        var instant = DateTimeOffset.Parse(entry.Text("instant"), CultureInfo.InvariantCulture);

        Assert.Equal((label, Guid.Parse(entry.Text("min"))), (label, CqlTimeUuid.Min(instant)));
        Assert.Equal((label, Guid.Parse(entry.Text("max"))), (label, CqlTimeUuid.Max(instant)));
    }

    // What stands for no value, as the note gives it.
    private static string Absent(string what)
    {
        using var values = new CqlValues();
        return "(" + Convert.ToHexStringLower((what == "null" ? values.Null() : values.Unset()).Written.Span) + ")";
    }

    // One entry abbreviates its key; what the other driver printed does not.
    private static string TextOf(JsonElement entry)
    {
        var text = entry.Text("value");
        return text.Contains('…', StringComparison.Ordinal) ? entry.Text("decoded_by_driver") : text;
    }

    private static string Encode(CqlType type, object? value)
    {
        using var bound = new CqlValues(new CqlColumns([new CqlColumn("ks", "t", "c", type)]));
        using var unbound = new CqlValues();
        bound.Object(type, value);
        unbound.Object(type, value);
        Assert.Equal(unbound.Written.ToArray(), bound.Written.ToArray());
        return Convert.ToHexStringLower(bound.Written.Span[4..]);
    }

    private static object? Decode(CqlType type, byte[] bytes) => new CqlValue(type, bytes, isNull: false).ToObject();
}
