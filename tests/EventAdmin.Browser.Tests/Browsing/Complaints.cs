using System.Text.RegularExpressions;

namespace EventAdmin.Browser.Tests.Browsing;

/// <summary>What a page was found wanting for.</summary>
internal static partial class Complaints
{
    /// <summary>Fails with all of them, whole, where there are any.</summary>
    public static void AssertNone(IEnumerable<string> complaints)
    {
        var all = complaints.ToList();
        Assert.True(all.Count == 0, string.Join("\n", all));
    }

    /// <summary>True for what the browser says of requests that nobody answers.</summary>
    public static bool IsOfUnansweredRequest(string complaint) => UnansweredRequest().IsMatch(complaint);

    [GeneratedRegex("ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|WebSocket|disconnected|Cannot send data if the connection|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnansweredRequest();
}
