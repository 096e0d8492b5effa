using Xunit;

namespace EventAdmin.Conventions.Tests;

internal static class Expect
{
    public static void NoViolations(IEnumerable<string> violations)
    {
        var found = violations.ToList();
        if (found.Count > 0)
            Assert.Fail($"{found.Count} violation(s):{Environment.NewLine}{string.Join(Environment.NewLine, found)}");
    }
}
