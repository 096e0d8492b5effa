using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Figures;

/// <summary>What the browser itself counts.</summary>
internal static class DevTools
{
    public static async Task<ICDPSession> ListenAsync(IPage page)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Network.enable");
        // Processor time: on a busy machine the time that passes is mostly waiting.
        await devTools.SendAsync("Performance.enable", new Dictionary<string, object>(StringComparer.Ordinal) { ["timeDomain"] = "threadTicks" });
        return devTools;
    }

    /// <summary>The processor time of the page's main thread so far.</summary>
    public static async Task<double> BusySecondsAsync(ICDPSession devTools)
    {
        var answer = await devTools.SendAsync("Performance.getMetrics") ?? throw new InvalidOperationException("Expected metrics, found nothing.");
        return answer.GetProperty("metrics").EnumerateArray()
            .Single(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
    }
}
