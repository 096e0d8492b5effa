namespace EventAdmin.Samples.Downloads.Domain;

/// <summary>What a customer pays for.</summary>
public enum Plan
{
    /// <summary>One device, two downloads of a title a year.</summary>
    Basic,

    /// <summary>Three devices, three downloads of a title a year.</summary>
    Standard,

    /// <summary>Five devices, six downloads of a title a year.</summary>
    Premium,
}

/// <summary>The limits of the plans and licences.</summary>
public static class Limits
{
    /// <summary>How long a licence runs from its acquisition or renewal.</summary>
    public static readonly TimeSpan LicenseDuration = TimeSpan.FromDays(30);

    /// <summary>How often one licence is renewed before the title has to be acquired again.</summary>
    public const int RenewalsMax = 6;

    /// <summary>How many devices may hold downloads.</summary>
    public static int DevicesMax(this Plan plan) => plan switch
    {
        Plan.Basic => 1,
        Plan.Standard => 3,
        Plan.Premium => 5,
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan, "Expected a known plan."),
    };

    /// <summary>How often one title may be downloaded a year, over all devices.</summary>
    public static int DownloadsPerTitleAndYear(this Plan plan) => plan switch
    {
        Plan.Basic => 2,
        Plan.Standard => 3,
        Plan.Premium => 6,
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan, "Expected a known plan."),
    };
}
