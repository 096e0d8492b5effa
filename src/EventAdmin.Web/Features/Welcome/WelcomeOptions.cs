namespace EventAdmin.Web.Features.Welcome;

/// <summary>What the Welcome page is told by the host.</summary>
public sealed class WelcomeOptions
{
    /// <summary>The store's file, to show.</summary>
    public string StorePath { get; set; } = "";
}
