using CsCheck;

using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Tests.Vectors;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Tests.Types;

public sealed class Any_value_of_any_type
{
    [Fact]
    public void Is_read_as_it_was_written() => Gen.Int.Sample(
        static seed =>
        {
            var random = new Random(seed);
            var type = RandomValues.Type(random);
            var value = RandomValues.Value(random, type);
            using var builder = new CqlPageBuilder(new CqlColumns([new CqlColumn("ks", "t", "c", type)]));
            builder.Row.Object(type, value);
            using var page = builder.AddRow().Build();

            Assert.True(page.TryFirst(static row => row.GetObject(0), out var read));
            Assert.Equal($"{type}: {VectorText.Show(value)}", $"{type}: {VectorText.Show(read)}");
        },
        iter: 5_000);

    [Fact]
    public void Is_written_alike_whether_its_statement_is_known_or_not() => Gen.Int.Sample(
        static seed =>
        {
            var random = new Random(seed);
            var type = RandomValues.Type(random);
            var value = RandomValues.Value(random, type);
            var markers = new CqlColumns([new CqlColumn("ks", "t", "c", type)]);
            using var bound = new CqlValues(markers);
            using var unbound = new CqlValues();

            bound.Object(type, value).CheckComplete(markers);
            unbound.Object(type, value).CheckComplete(markers);

            Assert.Equal(Convert.ToHexStringLower(bound.Written.Span), Convert.ToHexStringLower(unbound.Written.Span));
        },
        iter: 2_000);

    [Fact]
    public void Of_whole_numbers_fits_a_vint() => Gen.ULong.Sample(
        static value =>
        {
            Span<byte> bytes = stackalloc byte[VInt.LengthMax];
            var length = VInt.Write(bytes, value);

            Assert.True(VInt.TryRead(bytes, out var read, out var readLength));
            Assert.Equal((value, length), (read, readLength));
            Assert.Equal((long)value, VInt.UnZigZag(VInt.ZigZag((long)value)));
        });

    [Fact]
    public void Of_decimals_is_the_same_number_to_NET() => Gen.Decimal.Sample(
        static value =>
        {
            Assert.True(CqlDecimal.From(value).TryToDecimal(out var back));
            Assert.Equal(decimal.GetBits(value), decimal.GetBits(back));
        });
}
