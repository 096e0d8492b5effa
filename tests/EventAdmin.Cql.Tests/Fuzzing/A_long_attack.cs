using System.Diagnostics;
using System.Globalization;

namespace EventAdmin.Cql.Tests.Fuzzing;

/// <summary>Runs only when asked for; docs/cql.md has the command.</summary>
public sealed class A_long_attack(ITestOutputHelper output)
{
    private static readonly TimeSpan SlowestInput = TimeSpan.FromSeconds(5);

    [Fact(Explicit = true)]
    public void Finds_no_input_that_breaks_a_decoder()
    {
        var minutes = double.Parse(Environment.GetEnvironmentVariable("FUZZ_MINUTES") ?? "2", CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("FUZZ_SEED") ?? Environment.TickCount.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        output.WriteLine($"FUZZ_SEED={seed}");
        var random = new Random(seed);
        var corpora = Decoders.All.Select(static decoder => decoder.Seeds.ToList()).ToArray();
        var clock = Stopwatch.StartNew();
        long count = 0;

        while (clock.Elapsed.TotalMinutes < minutes)
        {
            for (var index = 0; index < corpora.Length; index++, count++)
            {
                var input = Mutation.Of(random, corpora[index]);
                var started = clock.Elapsed;
                Attack.Run(Decoders.All[index], input);
                Assert.True(clock.Elapsed - started < SlowestInput, $"{Decoders.All[index].Name} needed {clock.Elapsed - started}: {Convert.ToHexStringLower(input)}");
                // Mutations of mutations reach further; the corpus forgets them again.
                if (random.Next(16) != 0 || input.Length > 20_000) continue;
                if (corpora[index].Count >= Decoders.All[index].Seeds.Count + 200) corpora[index].RemoveAt(Decoders.All[index].Seeds.Count);
                corpora[index].Add(input);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} inputs over {corpora.Length} decoders in {minutes} minutes"));
    }
}
