using EventAdmin.Conventions.Tests.Checks;
using EventAdmin.Conventions.Tests.Sources;
using Xunit;

namespace EventAdmin.Conventions.Tests;

public sealed class The_documents
{
    private static readonly SourceFile[] Tree =
    [
        new("src/EventAdmin.Web/EventAdmin.Web.csproj", ""),
        new("src/EventAdmin.Web/Features/Find/Hit.cs", "namespace EventAdmin.Web.Features.Find;\nrecord FoundHit(int StreamCount) { void ReadAsync() { } }\nclass More : FoundHit;"),
        new("src/EventAdmin.Web/Features/Find/FindPage.razor", "@inject X Y"),
        new("src/EventAdmin.Web/Schema/001-streams.sql", ""),
        new("scripts/test", "export EVENTADMIN_REQUIRE_BROWSER=1\n--no-format"),
        new("Directory.Packages.props", "<PackageVersion Include=\"Some.Package\" />"),
        new("docs/other.md", ""),
    ];

    [Fact]
    public void Name_only_what_exists()
    {
        var foreignWords = RepositoryTree.File("tests/EventAdmin.Conventions.Tests/foreign-words.txt").Lines
            .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal));

        Expect.NoViolations(new DocumentedNames([.. RepositoryTree.Files, .. RepositoryTree.Pictures], foreignWords).FindViolations());
    }

    [Theory]
    [InlineData("`src/EventAdmin.Web`, `scripts/test` and `Features/Find/`")]
    [InlineData("`Schema/001-*.sql`, `Hit.cs`, `*.razor`, `docs/*.md`")]
    [InlineData("[this](other.md), [that](../scripts/test#part), [there](https://example.org/x) and `/streams/{id}`")]
    [InlineData("`FoundHit`, `FoundHit.StreamCount`, `FoundHit.ReadAsync(now)`, `More.StreamCount`, `FindPage`")]
    [InlineData("`EventAdmin.Web`, `EventAdmin.Web.Features.Find.FoundHit`, `Some.Package`")]
    [InlineData("`dotnet run --no-format`, `EVENTADMIN_REQUIRE_BROWSER=1`")]
    [InlineData("`Any`, `NULL`, `true`, `category-id`, `$`, MissingType outside a code span")]
    [InlineData("```sh\nscripts/test --unknown NoType\n```")]
    [InlineData("`Features/<Feature>/`, `<FindPage Title=\"MissingType\" />`, `_keys = MissingType.Register(new() { Key = 1 })`")]
    public void Are_fine_with(string text) => Assert.Empty(Check(text));

    [Theory]
    [InlineData("`src/EventAdmin.Wbe`", "src/EventAdmin.Wbe")]
    [InlineData("`Missing.cs`", "Missing.cs")]
    [InlineData("`Schema/*.cql`", "Schema/*.cql")]
    [InlineData("[this](gone.md)", "gone.md")]
    [InlineData("`MissingType`", "MissingType")]
    [InlineData("`IMissing`", "IMissing")]
    [InlineData("`FoundHit.Missing`", "FoundHit.Missing")]
    [InlineData("`Features/<Feature>/Gone.cs`", "Features/<Feature>/Gone.cs")]
    [InlineData("`<MissingPage />`", "MissingPage")]
    [InlineData("`EventAdmin.Gone`", "EventAdmin.Gone")]
    [InlineData("`EVENTADMIN_GONE`", "EVENTADMIN_GONE")]
    [InlineData("`scripts/test --gone`", "--gone")]
    [InlineData("```sh\ndotnet run --project src/Gone\n```", "src/Gone")]
    public void Are_refused_with(string text, string name) =>
        Assert.StartsWith($"docs/page.md:{text.Split('\n').Length / 2 + 1} names {name}: ", Assert.Single(Check(text)), StringComparison.Ordinal);

    [Fact]
    public void May_use_foreign_words_that_are_listed_and_only_those_that_are_used()
    {
        var violations = Check("`text/plain` is foreign", "text/plain", "GitHub");

        Assert.Equal(["no document uses the foreign word GitHub: take it off the list"], violations);
    }

    private static IEnumerable<string> Check(string text, params string[] foreignWords) =>
        new DocumentedNames([.. Tree, new SourceFile("docs/page.md", text)], foreignWords).FindViolations();
}
