namespace EventAdmin.Samples.Downloads.Loading;

/// <summary>How the sample is made. Bound to <c>Sample</c>.</summary>
public sealed class DownloadsSampleOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Sample";

    /// <summary>From what the sample is made: the same seed makes the same histories. Default 1; any number.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>True: the guided set is loaded at start where the store has no streams of its own. Default false.</summary>
    public bool Load { get; set; }

    /// <summary>How many realistic events are appended for as long as the host runs: <c>5/s</c>; 1 to 1000. Default none.</summary>
    public string? Trickle { get; set; }
}
