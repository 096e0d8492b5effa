using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Tests.Types;

public sealed class Writing_values
{
    private static readonly CqlType Text = CqlType.Native(CqlTypeKind.Varchar);
    private static readonly CqlType Int = CqlType.Native(CqlTypeKind.Int);

    [Fact]
    public void A_value_of_another_type_than_its_marker_is_refused_where_it_is_given()
    {
        using var values = new CqlValues(Markers(Int, Text));

        var refusal = Assert.Throws<CqlEncodeException>(() => values.Int32(1).Int64(2));

        Assert.Contains("'c1' is of text", refusal.Message.Replace(")", string.Empty, StringComparison.Ordinal).Replace("(", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_knew_no_statement_are_checked_when_they_meet_one()
    {
        using var values = new CqlValues();
        values.Int32(1).Int64(2);

        Assert.Throws<CqlEncodeException>(() => values.CheckComplete(Markers(Int, Text)));
        values.CheckComplete(Markers(Int, CqlType.Native(CqlTypeKind.Bigint)));
    }

    [Fact]
    public void Their_number_is_that_of_the_markers()
    {
        using var values = new CqlValues(Markers(Int, Text));
        values.Int32(1);

        Assert.Throws<CqlEncodeException>(() => values.CheckComplete(Markers(Int, Text)));
        values.Null();
        Assert.Throws<CqlEncodeException>(() => values.Null());
    }

    [Fact]
    public void Null_and_unset_fit_every_type()
    {
        using var values = new CqlValues(Markers(Int, CqlType.List(Text)));

        values.Null().Unset();

        Assert.Equal("fffffffffffffffe", Convert.ToHexStringLower(values.Written.Span));
    }

    [Fact]
    public void An_element_is_never_unset_and_a_vectors_never_null()
    {
        using var values = new CqlValues(Markers(CqlType.List(Int), CqlType.Vector(Int, 2)));

        Assert.Throws<CqlEncodeException>(() => values.BeginCollection(1).Unset());
        values.Null().End();
        Assert.Throws<CqlEncodeException>(() => values.BeginVector().Null());
    }

    [Fact]
    public void What_was_announced_must_come()
    {
        using var values = new CqlValues(Markers(CqlType.List(Int), CqlType.Map(Int, Text)));

        Assert.Throws<CqlEncodeException>(() => values.BeginCollection(2).Int32(1).End());
        values.Clear();
        Assert.Throws<CqlEncodeException>(() => values.BeginCollection(0).End().BeginCollection(1).Int32(1).End());
    }

    [Fact]
    public void Nested_values_are_written_as_the_object_that_they_are()
    {
        var type = CqlType.Map(Text, CqlType.List(CqlType.Tuple([Int, CqlType.Vector(Text, 2)])));
        using var values = new CqlValues(Markers(type));
        using var asObject = new CqlValues(Markers(type));

        values.BeginCollection(1).Text("k").BeginCollection(1).BeginTuple().Int32(5).BeginVector().Text("a").Text("bc").End().End().End().End();
        asObject.Object(type, new List<KeyValuePair<object?, object?>> { new("k", new List<object?> { new List<object?> { 5, new[] { "a", "bc" } } }) });

        Assert.Equal(asObject.Written.ToArray(), values.Written.ToArray());
        values.CheckComplete(Markers(type));
    }

    [Fact]
    public void What_UTF_8_or_a_day_or_one_sign_can_not_hold_is_refused()
    {
        using var values = new CqlValues();

        Assert.Throws<CqlEncodeException>(() => values.Text("lone \ud800 surrogate"));
        Assert.Throws<CqlEncodeException>(() => values.TimeNanoseconds(-1));
        Assert.Throws<CqlEncodeException>(() => values.TimeNanoseconds(86_400_000_000_000));
        Assert.Throws<CqlEncodeException>(() => values.Duration(new CqlDuration(1, -1, 0)));
        Assert.Equal(0, values.Count);
    }

    [Fact]
    public void The_token_is_that_of_the_key_as_it_was_written()
    {
        using var values = new CqlValues();
        values.Int32(9).Text("tenant").Blob([1, 2, 3]).Null();

        Assert.True(values.TryGetToken([1, 0], out var token));
        Assert.Equal(Murmur3.Token(Convert.FromHexString("000674656e616e7400" + "00040000000900")), token);
        Assert.Equal("000674656e616e740000040000000900", Convert.ToHexStringLower(values.GetRoutingKey([1, 0])!));
        Assert.True(values.TryGetToken([2], out token));
        Assert.Equal(Murmur3.Token([1, 2, 3]), token);
        Assert.False(values.TryGetToken([1, 3], out _));
        Assert.False(values.TryGetToken([], out _));
    }

    [Fact]
    public void A_long_key_has_the_token_of_its_routing_key()
    {
        using var values = new CqlValues();
        values.Text(new string('k', 5_000)).Int32(1);

        Assert.True(values.TryGetToken([0, 1], out var token));

        Assert.Equal(Murmur3.Token(values.GetRoutingKey([0, 1])), token);
    }

    [Fact]
    public void After_they_were_disposed_nothing_is_written()
    {
        var values = new CqlValues();
        values.Dispose();

        Assert.Throws<ObjectDisposedException>(() => values.Int32(1));
    }

    [Fact]
    public void Writing_allocates_nothing_but_the_values_themselves()
    {
        var markers = Markers(CqlType.Native(CqlTypeKind.Uuid), Text, CqlType.Native(CqlTypeKind.Blob), CqlType.Native(CqlTypeKind.Bigint));
        var blob = new byte[350];
        Write(markers, blob);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 100; round++)
            Write(markers, blob);

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 96);
    }

    private static void Write(CqlColumns markers, byte[] blob)
    {
        using var values = new CqlValues(markers);
        values.Guid(Guid.Empty).Text("some text").Blob(blob).Int64(5).CheckComplete(markers);
    }

    private static CqlColumns Markers(params CqlType[] types) =>
        new(types.Select(static (type, index) => new CqlColumn("ks", "t", $"c{index}", type)));
}
