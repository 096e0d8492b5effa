using System.Xml.Linq;
using EventAdmin.Conventions.Tests.Checks;
using EventAdmin.Conventions.Tests.Sources;
using Xunit;

namespace EventAdmin.Conventions.Tests;

public sealed class The_folders_of_a_project
{
    private static readonly string[] EngineOrder =
    [
        "Events", "Diagnostics", "Serialization", "Storage", "Feed", "Streams", "Projections", "Replay", "Transfer", "Resilience", "Hosting",
    ];

    public static TheoryData<string> Projects => [.. RepositoryTree.ProductProjects.Except(ProjectReferences.FindBuiltOnDemand(RepositoryTree.ProjectFiles))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Form_no_cycle(string project) => Expect.NoViolations(FolderGraph.FindCycles(UsesIn(project)));

    [Fact]
    public void Of_the_engine_use_only_those_before_them() =>
        Expect.NoViolations(FolderGraph.FindOutOfOrder(UsesIn("EventAdmin.EventSourcing"), EngineOrder));

    [Fact]
    public void Of_the_engine_all_have_a_place_in_the_order()
    {
        var folders = RepositoryTree.ProductCSharp
            .Where(file => file.IsUnder("src/EventAdmin.EventSourcing"))
            .Select(file => file.Path.Split('/'))
            .Where(path => path.Length > 3)
            .Select(path => path[2])
            .Distinct();

        Expect.NoViolations(folders.Except(EngineOrder).Select(folder => $"{folder} has no place in the order"));
    }

    [Fact]
    public void Are_the_namespaces_of_the_types_in_them() =>
        Expect.NoViolations(RepositoryTree.CSharp.SelectMany(Namespaces.FindMisplaced));

    [Fact]
    public void Are_read_from_compiled_code_with_relative_names_and_bodies_of_async_methods()
    {
        var uses = FolderUses.Read(typeof(Expect).Assembly.Location, "EventAdmin.Conventions.Tests.Planted");

        Assert.Contains(uses, use => use is { From: "Alpha", To: "Beta" });
        Assert.Contains(uses, use => use is { From: "Beta", To: "Alpha" });
        Assert.Single(FolderGraph.FindCycles(uses));
    }

    [Fact]
    public void Form_a_cycle_when_three_siblings_reach_each_other()
    {
        FolderUse[] uses = [new("A", "B/Deep", "a uses b"), new("B", "C", "b uses c"), new("C/Deep", "A", "c uses a")];

        var cycle = Assert.Single(FolderGraph.FindCycles(uses));

        Assert.Equal("A -> B (a uses b), and back: B -> C (b uses c), C -> A (c uses a)", cycle);
    }

    [Fact]
    public void Form_no_cycle_with_their_own_sub_folders()
    {
        FolderUse[] uses = [new("A", "A/Deep", "up"), new("A/Deep", "A", "down"), new("", "A", "program")];

        Assert.Empty(FolderGraph.FindCycles(uses));
    }

    [Fact]
    public void Are_out_of_order_when_an_earlier_one_uses_a_later_one()
    {
        FolderUse[] uses = [new("First/Deep", "Second", "x uses y"), new("Second", "First", "y uses x")];

        Assert.Equal(["First comes before Second and uses it (x uses y)"], FolderGraph.FindOutOfOrder(uses, ["First", "Second"]));
    }

    [Fact]
    public void Are_missed_by_a_namespace_that_differs()
    {
        var file = new SourceFile("src/EventAdmin.Web/Features/Find/Hit.cs", "namespace EventAdmin.Web.Features.Search;\nclass Hit;");

        Assert.Equal(
            ["src/EventAdmin.Web/Features/Find/Hit.cs is in namespace EventAdmin.Web.Features.Search, not EventAdmin.Web.Features.Find"],
            Namespaces.FindMisplaced(file));
    }

    private static IReadOnlyList<FolderUse> UsesIn(string project) =>
        FolderUses.Read(Path.Combine(AppContext.BaseDirectory, AssemblyOf(project) + ".dll"), project);

    // A project says how its assembly is named only where that is a command's name.
    private static string AssemblyOf(string project) =>
        XDocument.Parse(string.Join('\n', RepositoryTree.File($"src/{project}/{project}.csproj").Lines)).Descendants("AssemblyName").SingleOrDefault()?.Value ?? project;
}
