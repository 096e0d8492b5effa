using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Figures;

/// <summary>What the browser itself counts.</summary>
internal static class DevTools
{
    public static async Task<ICDPSession> ListenAsync(IPage page)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Network.enable");
        await devTools.SendAsync("Performance.enable");
        return devTools;
    }

    /// <summary>How long the browser's main thread has worked so far.</summary>
    public static async Task<double> BusySecondsAsync(ICDPSession devTools)
    {
        var answer = await devTools.SendAsync("Performance.getMetrics") ?? throw new InvalidOperationException("Expected metrics, found nothing.");
        return answer.GetProperty("metrics").EnumerateArray()
            .Single(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
    }
}
