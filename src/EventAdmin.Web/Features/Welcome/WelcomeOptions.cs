namespace EventAdmin.Web.Features.Welcome;

/// <summary>What the Welcome page is told by the host.</summary>
public sealed class WelcomeOptions
{
    /// <summary>Where the store is, to show: its file, or what stands for it.</summary>
    public string StorePath { get; set; } = "";

    /// <summary>True when <see cref="StorePath"/> is a file of this machine.</summary>
    public bool IsFile { get; set; } = true;
}
