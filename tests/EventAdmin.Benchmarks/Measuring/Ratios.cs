namespace EventAdmin.Benchmarks.Measuring;

/// <summary>Ratios of what is measured to its baseline, a round each. The median counts: one round that was disturbed does not move it.</summary>
internal sealed class Ratios
{
    private readonly List<double> _ratios = [];

    public void Add(string round, double ratio)
    {
        _ratios.Add(ratio);
        Console.WriteLine($"  {round}: {ratio:F2}");
    }

    public void Conclude(string meaning) =>
        Console.WriteLine($"{meaning}: median {Median(_ratios):F2} of {_ratios.Count} rounds ({_ratios.Min():F2} to {_ratios.Max():F2})");

    public static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
