using EventAdmin.Conventions.Tests.Checks;
using EventAdmin.Conventions.Tests.Sources;
using Xunit;

namespace EventAdmin.Conventions.Tests;

public sealed class The_names_of_types
{
    [Fact]
    public void End_in_a_word_that_says_something() => Expect.NoViolations(RepositoryTree.Files.SelectMany(TypeNames.FindEmptyWords));

    [Theory]
    [InlineData("StreamManager", true)]
    [InlineData("TextHelpers", true)]
    [InlineData("StreamInfo", true)]
    [InlineData("PageBase", true)]
    [InlineData("EventMetadata", false)]
    [InlineData("SqliteDatabase", false)]
    [InlineData("BaseVersion", false)]
    public void Are_refused_for_an_empty_last_word(string name, bool isRefused)
    {
        Assert.Equal(isRefused, TypeNames.FindEmptyWords(new SourceFile("A.cs", $"class Outer {{ record struct {name}; }}")).Any());
        Assert.Equal(isRefused, TypeNames.FindEmptyWords(new SourceFile($"{name}.razor", "<p />")).Any());
    }
}
