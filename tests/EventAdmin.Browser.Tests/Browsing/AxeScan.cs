using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Browsing;

/// <summary>What axe finds wrong with a page as it stands.</summary>
internal static class AxeScan
{
    private static readonly AxeRunOptions Options = new()
    {
        ResultTypes = [ResultType.Violations],
        Rules = new Dictionary<string, RuleOptions>(StringComparer.Ordinal) { ["target-size"] = new() { Enabled = true } },
    };

    public static async Task<List<string>> FindSeriousAsync(IPage page, string where)
    {
        var result = await page.RunAxe(Options);
        return
        [
            .. from violation in result.Violations
               where violation.Impact is "serious" or "critical"
               from node in violation.Nodes
               select $"{where}: {violation.Id}, {violation.Help}: {node.Html}",
        ];
    }
}
