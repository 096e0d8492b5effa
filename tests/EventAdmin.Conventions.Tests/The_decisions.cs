using EventAdmin.Conventions.Tests.Checks;
using EventAdmin.Conventions.Tests.Sources;
using Xunit;

namespace EventAdmin.Conventions.Tests;

public sealed class The_decisions
{
    private static IEnumerable<SourceFile> Pages => RepositoryTree.Files.Where(file => file.IsUnder("docs/adr"));

    [Fact]
    public void Are_numbered_unique_and_short() => Expect.NoViolations(Decisions.FindViolations(Pages));

    [Fact]
    public void Name_every_package_that_a_project_references()
    {
        var packages = RepositoryTree.Files.Where(file => file.HasExtension(".csproj", ".props", ".targets")).SelectMany(Hygiene.PackagesOf);

        Expect.NoViolations(Decisions.FindUnexplained(packages, Pages));
    }

    [Fact]
    public void Are_refused_without_a_number_with_anothers_number_and_with_another_title()
    {
        SourceFile[] pages =
        [
            new("docs/adr/notes.md", "# Notes\n"),
            new("docs/adr/0001-one.md", "# 0001 One\n"),
            new("docs/adr/0001-two.md", "# 0002 Two\n"),
        ];

        Assert.Equal(
            [
                "docs/adr/notes.md is not named NNNN-title-in-words.md",
                "docs/adr/0001-two.md has the number of docs/adr/0001-one.md",
                "docs/adr/0001-two.md does not begin with '# 0001 title'",
            ],
            Decisions.FindViolations(pages));
    }

    [Fact]
    public void Do_not_explain_a_package_by_a_longer_name()
    {
        SourceFile[] pages = [new("docs/adr/0001-one.md", "# 0001 One\nUse Polly.Core and Jint.")];

        Assert.Equal(["no page of docs/adr names the package Polly"], Decisions.FindUnexplained(["Polly", "Jint", "Polly.Core"], pages));
    }
}
