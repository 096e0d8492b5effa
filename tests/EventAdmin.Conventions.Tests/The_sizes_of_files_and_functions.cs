using EventAdmin.Conventions.Tests.Checks;
using EventAdmin.Conventions.Tests.Sources;
using Xunit;

namespace EventAdmin.Conventions.Tests;

public sealed class The_sizes_of_files_and_functions
{
    [Fact]
    public void Stay_within_the_limits()
    {
        var allowed = RepositoryTree.File("tests/EventAdmin.Conventions.Tests/sizes-allowed.txt").Text;

        Expect.NoViolations(Sizes.Compare(Sizes.FindOversized(RepositoryTree.Files), allowed));
    }

    [Fact]
    public void Are_over_the_limit_by_one_line()
    {
        SourceFile[] files =
        [
            new("a.css", LinesOf(Sizes.FileLinesMax + 1)),
            new("b.css", LinesOf(Sizes.FileLinesMax)),
            new("vendor/c.js", LinesOf(5000)),
            new("A.cs", $"class A\n{{\n    // why\n    void Long()\n    {{\n{LinesOf(Sizes.FunctionLinesMax - 2)}    }}\n}}\n"),
            new("B.cs", $"class B\n{{\n    int this[int i]\n    {{\n        get\n        {{\n{LinesOf(Sizes.FunctionLinesMax - 3)}        }}\n    }}\n}}\n"),
        ];

        var oversized = Sizes.FindOversized(files);

        Assert.Equal(new Dictionary<string, int> { ["a.css"] = 401, ["A.cs#A.Long"] = 61 }, oversized);
    }

    [Fact]
    public void Are_compared_with_a_list_that_may_only_shrink()
    {
        var oversized = new Dictionary<string, int> { ["new.cs"] = 401, ["grown.cs"] = 500, ["same.cs"] = 450, ["shrunk.cs#A.B"] = 61 };

        var violations = Sizes.Compare(oversized, "// a comment\ngrown.cs 499\nsame.cs 450\nshrunk.cs#A.B 62\nsmall.cs 402\n");

        Assert.Equal(
            [
                "new.cs has 401 lines; the limit is 400",
                "grown.cs grew from 499 to 500 lines",
                "shrunk.cs#A.B shrank from 62 to 61 lines: write that into the list",
                "small.cs is within its limit: take it off the list",
            ],
            violations);
    }

    private static string LinesOf(int count) => string.Concat(Enumerable.Repeat("\n", count));
}
