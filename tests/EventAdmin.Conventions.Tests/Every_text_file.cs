using EventAdmin.Conventions.Tests.Checks;
using EventAdmin.Conventions.Tests.Sources;
using Xunit;

namespace EventAdmin.Conventions.Tests;

public sealed class Every_text_file
{
    [Fact]
    public void Is_clean() => Expect.NoViolations(RepositoryTree.Files.SelectMany(Hygiene.FindViolations));

    [Fact]
    public void Leaves_package_versions_to_the_central_file() => Expect.NoViolations(RepositoryTree.Files
        .Where(file => file.HasExtension(".csproj", ".props", ".targets") && file.Path != "Directory.Packages.props")
        .SelectMany(Hygiene.FindStrayVersions));

    [Fact]
    public void Imports_in_order() => Expect.NoViolations(RepositoryTree.CSharp.SelectMany(Imports.FindUnsorted));

    [Fact]
    public void Is_found_to_import_out_of_order()
    {
        var file = new SourceFile("a.cs", "using System.Text;\nusing Alpha;\nusing System;\nusing static Zeta.Eta;\nusing A = B;\nclass C;");

        Assert.Equal(["a.cs imports System.Text where System belongs"], Imports.FindUnsorted(file));
    }

    [Theory]
    [InlineData("a.cs", "\uFEFFclass A;", "begins with a byte order mark")]
    [InlineData("a.cs", "class A;\r\n", "has carriage returns")]
    [InlineData("a.sh", "cat \"/wo" + "rk/main\"", "names a path of one machine")]
    [InlineData("a.md", "see /ro" + "ot/x", "names a path of one machine")]
    [InlineData("a.cs", "  #reg" + "ion Private", "has a region")]
    [InlineData("a.razor", "<p class=\"x\" style=\"color: red\">", "has a style attribute")]
    [InlineData("a.razor", "<MudText Style=\"@color\">", "has a style attribute")]
    [InlineData("a.css", "/* TO" + "DO later */", "leaves work for later")]
    public void Is_found_unclean(string path, string text, string complaint) =>
        Assert.EndsWith(complaint, Assert.Single(Hygiene.FindViolations(new SourceFile(path, text))), StringComparison.Ordinal);

    [Theory]
    [InlineData("a.md", "https://example.org/work/1")]
    [InlineData("a.razor", "<MudText Class=\"x\" LineStyle=\"y\">")]
    [InlineData("a.cs", "var style = 1;")]
    public void Is_found_clean(string path, string text) => Assert.Empty(Hygiene.FindViolations(new SourceFile(path, text)));

    [Fact]
    public void Is_found_to_give_a_version_of_its_own()
    {
        var project = new SourceFile(
            "a.csproj",
            "<Project><PackageReference Include=\"A\" Version=\"1\" /><PackageReference Include=\"B\" /><PackageReference Include=\"C\"><Version>1</Version></PackageReference></Project>");

        Assert.Equal(["a.csproj gives a version to A", "a.csproj gives a version to C"], Hygiene.FindStrayVersions(project));
    }
}
