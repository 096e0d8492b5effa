using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Browsing;

/// <summary>The system's Chromium: the one that <c>CHROMIUM_PATH</c> names, else Debian's.</summary>
internal static class ChromiumBrowser
{
    private const string DebianPath = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    /// <summary>Why no browser can be had; null where one can.</summary>
    public static string? WhyNot => File.Exists(ExecutablePath) ? null : $"No Chromium is at {ExecutablePath}; CHROMIUM_PATH names another.";

    /// <summary>True where a missing browser is a failure: a run that is to prove something must not pass by not looking.</summary>
    public static bool IsRequired => Environment.GetEnvironmentVariable("EVENTADMIN_REQUIRE_BROWSER") == "1";

    private static string ExecutablePath => Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } named ? named : DebianPath;

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = ExecutablePath, Headless = true, Args = Arguments });
}
