using Bunit;
using EventAdmin.Web.Components.Payloads;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Payloads;

public sealed class A_difference_of_fields : IAsyncDisposable
{
    private readonly ComponentHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("3", "2", "was 3 now 2")]
    [InlineData(null, "2", "added now 2")]
    [InlineData("3", null, "was 3 removed")]
    public void A_change_is_told_in_words(string? was, string? now, string words)
    {
        var diff = Draw(new FieldChange("remaining", was, now));

        Assert.Equal(words, string.Join(' ', diff.Find("dd").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(was is null ? 0 : 1, diff.FindAll("del").Count);
        Assert.Equal(now is null ? 0 : 1, diff.FindAll("ins").Count);
    }

    [Fact]
    public void No_change_is_said() => Assert.Contains("No field changed.", Draw().Markup, StringComparison.Ordinal);

    private IRenderedComponent<FieldDiff> Draw(params FieldChange[] changes) =>
        _host.Render<FieldDiff>(parameters => parameters.Add(diff => diff.Changes, changes));
}
