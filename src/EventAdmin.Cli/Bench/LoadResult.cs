namespace EventAdmin.Cli.Bench;

/// <summary>What a load came to.</summary>
internal sealed record LoadResult
{
    public required long Appends { get; init; }

    public required long Events { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>How long appends took that were stored, shortest first.</summary>
    public required IReadOnlyList<TimeSpan> Latencies { get; init; }

    /// <summary>Appends that were not stored or not known to be, by reason.</summary>
    public required IReadOnlyDictionary<string, int> Failures { get; init; }

    public double AppendsPerSecond => Appends / Math.Max(Elapsed.TotalSeconds, 0.001);

    public double EventsPerSecond => Events / Math.Max(Elapsed.TotalSeconds, 0.001);

    /// <summary>The latency that so many percent stay within; zero without any.</summary>
    public TimeSpan Percentile(double percent) =>
        Latencies.Count == 0 ? TimeSpan.Zero : Latencies[Math.Clamp((int)Math.Ceiling(percent / 100 * Latencies.Count) - 1, 0, Latencies.Count - 1)];
}
