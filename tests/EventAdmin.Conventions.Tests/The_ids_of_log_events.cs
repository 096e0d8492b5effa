using EventAdmin.Conventions.Tests.Checks;
using EventAdmin.Conventions.Tests.Sources;
using Xunit;

namespace EventAdmin.Conventions.Tests;

public sealed class The_ids_of_log_events
{
    [Fact]
    public void Are_explicit_and_unique_in_the_product() => Expect.NoViolations(LogEvents.FindViolations(RepositoryTree.ProductCSharp));

    [Fact]
    public void Are_missed_where_they_are_implied_repeated_or_elsewhere()
    {
        SourceFile[] files =
        [
            new("src/A/Log.cs", "class Log\n{\n[LoggerMessage(7, LogLevel.Debug, \"a\")]\nvoid A();\n[LoggerMessage(LogLevel.Debug, \"b\")]\nvoid B();\n}"),
            new("src/B/Log.cs", "class Log\n{\n[LoggerMessage(EventId = 7, Level = LogLevel.Debug)]\nvoid A();\n}"),
            new("src/B/Loop.cs", "class Loop\n{\n[LoggerMessage(Level = LogLevel.Debug, EventId = 8)]\nvoid A();\n}"),
        ];

        var violations = LogEvents.FindViolations(files);

        Assert.Equal(
            [
                "src/A/Log.cs:5 has no explicit event id",
                "src/B/Log.cs:3 has event id 7, as src/A/Log.cs:3",
                "src/B/Loop.cs:3 logs outside the project's Log.cs",
            ],
            violations);
    }
}
