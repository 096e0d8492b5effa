namespace EventAdmin.Browser.Tests.Browsing;

/// <summary>What a page was found wanting for.</summary>
internal static class Complaints
{
    /// <summary>Fails with all of them, whole, where there are any.</summary>
    public static void AssertNone(IEnumerable<string> complaints)
    {
        var all = complaints.ToList();
        Assert.True(all.Count == 0, string.Join("\n", all));
    }
}
