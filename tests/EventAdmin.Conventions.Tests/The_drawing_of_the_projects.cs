using EventAdmin.Conventions.Tests.Checks;
using EventAdmin.Conventions.Tests.Sources;
using Xunit;

namespace EventAdmin.Conventions.Tests;

public sealed class The_drawing_of_the_projects
{
    [Fact]
    public void Equals_the_project_references()
    {
        var drawing = ProjectReferences.ReadDrawing(RepositoryTree.File("docs/architecture.md").Text);

        var differences = ProjectReferences.FindDifferences(drawing, RepositoryTree.ProjectFiles.Where(file => file.IsUnder("src")));

        Expect.NoViolations(differences);
    }

    [Fact]
    public void Is_used_by_tests_that_reference_only_the_product_and_its_test_library()
    {
        var tests = RepositoryTree.ProjectFiles.Where(file => file.IsUnder("tests"));

        Expect.NoViolations(ProjectReferences.FindTestsThatReachTooFar(tests));
    }

    [Fact]
    public void Has_every_project_in_the_solution()
    {
        var solution = RepositoryTree.File("EventAdmin.sln").Text.Replace('\\', '/');

        Expect.NoViolations(RepositoryTree.ProjectFiles
            .Where(project => !solution.Contains(project.Path, StringComparison.Ordinal))
            .ExceptBy(ProjectReferences.FindBuiltOnDemand(RepositoryTree.ProjectFiles), project => Path.GetFileNameWithoutExtension(project.Name))
            .Select(project => $"{project.Path} is not in EventAdmin.sln"));
    }

    [Fact]
    public void Leaves_out_of_the_solution_what_is_referenced_under_a_condition_alone()
    {
        SourceFile[] projects =
        [
            new("tests/One/One.csproj", "<Project><ItemGroup Condition=\"x\"><ProjectReference Include=\"../../src/Rare/Rare.csproj\" /></ItemGroup></Project>"),
            new("tests/Two/Two.csproj", "<Project><ItemGroup><ProjectReference Include=\"../../src/Both/Both.csproj\" /></ItemGroup></Project>"),
            new("tests/Six/Six.csproj", "<Project><ItemGroup><ProjectReference Condition=\"x\" Include=\"../../src/Both/Both.csproj\" /></ItemGroup></Project>"),
        ];

        Assert.Equal(["Rare"], ProjectReferences.FindBuiltOnDemand(projects));
    }

    [Fact]
    public void Is_not_matched_by_an_arrow_too_many_or_too_few()
    {
        var drawing = ProjectReferences.ReadDrawing(
            """
            ```drawing
            EventAdmin.Web ──► EventAdmin.Client, EventAdmin.Missing
            EventAdmin.Client
            EventAdmin.Gone
            ```
            """);
        SourceFile[] projects =
        [
            Project("src", "EventAdmin.Web", "EventAdmin.Client", "EventAdmin.New"),
            Project("src", "EventAdmin.Client"),
            Project("src", "EventAdmin.New"),
        ];

        var differences = ProjectReferences.FindDifferences(drawing, projects);

        Assert.Equal(
            [
                "EventAdmin.Gone is drawn and does not exist",
                "EventAdmin.Web references EventAdmin.New, which is not drawn",
                "EventAdmin.Web is drawn with an arrow to EventAdmin.Missing that it does not have",
                "EventAdmin.New exists and is not drawn",
            ],
            differences);
    }

    [Fact]
    public void Refuses_a_test_library_that_references_a_host_and_a_test_that_references_a_test()
    {
        SourceFile[] tests = [Project("tests", "EventAdmin.Testing", "EventAdmin.Web"), Project("tests", "EventAdmin.Web.Tests", "EventAdmin.Testing", "EventAdmin.Storage.Tests")];

        var violations = ProjectReferences.FindTestsThatReachTooFar(tests);

        Assert.Equal(
            ["EventAdmin.Testing may not reference EventAdmin.Web", "EventAdmin.Web.Tests may not reference EventAdmin.Storage.Tests"],
            violations);
    }

    private static SourceFile Project(string area, string name, params string[] references) => new(
        $"{area}/{name}/{name}.csproj",
        $"<Project>{string.Concat(references.Select(reference => $"<ProjectReference Include=\"../{reference}/{reference}.csproj\" />"))}</Project>");
}
