using CsCheck;

using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Tests.Framing;

namespace EventAdmin.Cql.Tests.Fuzzing;

public sealed class Any_bytes
{
    public static TheoryData<int, string> AllDecoders
    {
        get
        {
            var rows = new TheoryData<int, string>();
            for (var index = 0; index < Decoders.All.Count; index++)
                rows.Add(index, Decoders.All[index].Name);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(AllDecoders))]
    public void Make_no_decoder_hang_swell_or_throw_anything_foreign(int index, string name)
    {
        var decoder = Decoders.All[index];
        Assert.Equal(name, decoder.Name);

        Gen.Byte.Array[0, 400].Sample(bytes => Attack.Run(decoder, bytes), iter: 3_000, threads: 1);
    }

    [Theory]
    [MemberData(nameof(AllDecoders))]
    public void That_are_nearly_valid_do_not_either(int index, string name)
    {
        var decoder = Decoders.All[index];
        Assert.Equal(name, decoder.Name);

        Gen.Int.Sample(seed => Attack.Run(decoder, Mutation.Of(new Random(seed), decoder.Seeds)), iter: 3_000, threads: 1);
    }

    [Theory]
    [MemberData(nameof(AllDecoders))]
    public void That_are_valid_are_read(int index, string name)
    {
        var decoder = Decoders.All[index];
        Assert.Equal(name, decoder.Name);

        // The odd inputs and foreign answers among them may be refused, and only as such.
        foreach (var seed in decoder.Seeds)
            Attack.Run(decoder, seed);
    }

    [Fact]
    public void Are_read_alike_wherever_they_are_split()
    {
        var wires = Gen.Select(Gen.Int[0, 3], Gen.Int, Gen.Int[1, 12], Gen.Bool);
        var cuts = Gen.Int[0, 20_000].Array[0, 12];

        Gen.Select(wires, cuts).Sample(
            (wire, split) =>
            {
                var (format, seed, count, isBroken) = wire;
                var bytes = Wire((FrameFormat)format, new Random(seed), count, isBroken);
                Assert.Equal(Read((FrameFormat)format, bytes, []), Read((FrameFormat)format, bytes, split));
            },
            iter: 500);
    }

    private static byte[] Wire(FrameFormat format, Random random, int count, bool isBroken)
    {
        var bodies = Enumerable.Range(0, count).Select(_ => Answers.Body(random.Next(3_000), random.Next(), random.Next(2) == 0)).ToArray();
        var wire = Answers.Wire(format, bodies);
        if (isBroken) wire[random.Next(wire.Length)] ^= 0x10;
        return wire;
    }

    private static string Read(FrameFormat format, byte[] wire, int[] cuts)
    {
        using var decoder = Answers.Decoder(format);
        var answers = new List<string>();
        var start = 0;
        foreach (var end in cuts.Where(cut => cut < wire.Length).Order().Append(wire.Length))
        {
            try
            {
                answers.AddRange(Answers.Decode(decoder, wire.AsMemory(start, end - start)).Select(static answer => answer.ToString()));
            }
            catch (CqlProtocolException)
            {
                return "refused";
            }

            start = end;
        }

        return string.Join('\n', answers);
    }
}
