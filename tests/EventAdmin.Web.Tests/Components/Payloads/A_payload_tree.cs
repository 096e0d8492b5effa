using System.Text;
using System.Text.Json;
using Bunit;
using EventAdmin.Web.Components.Payloads;
using Microsoft.AspNetCore.Components.Web;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Payloads;

public sealed class A_payload_tree : IAsyncDisposable
{
    private readonly ComponentHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void Folding_hides_what_is_inside_and_counts_it()
    {
        var tree = Draw("""{"a":[1,2,3],"b":4}"""u8.ToArray());

        tree.Find("#json-1 .json-fold").Click();

        Assert.Equal(["json-0", "json-1", "json-6", "json-7"], tree.FindAll(".json-line").Select(static line => line.Id));
        Assert.Contains("3 … ],", tree.Find("#json-1").TextContent, StringComparison.Ordinal);
        Assert.Equal("false", tree.Find("#json-1").GetAttribute("aria-expanded"));
    }

    [Fact]
    public void Copying_a_value_copies_the_stored_bytes()
    {
        var copied = _host.JSInterop.SetupModule("./js/clipboard.js");
        copied.Setup<bool>("copy", _ => true).SetResult(true);
        var tree = Draw("""{"a": { "n":1.0,   "s":"\u00fc" } }"""u8.ToArray());

        tree.Find("#json-1").Click();
        tree.FindAll("button")[2].Click();

        Assert.Equal("""{ "n":1.0,   "s":"\u00fc" }""", copied.Invocations["copy"].Single().Arguments[0]);
    }

    [Fact]
    public void Keys_choose_lines_and_fold_them()
    {
        var tree = Draw("""{"a":[1,2,3],"b":4}"""u8.ToArray());
        var box = tree.Find("[role=tree]");

        box.KeyDown(new KeyboardEventArgs { Key = "ArrowDown" });
        box.KeyDown(new KeyboardEventArgs { Key = "ArrowDown" });
        box.KeyDown(new KeyboardEventArgs { Key = "ArrowLeft" });

        Assert.Equal("json-1", tree.Find("[role=tree]").GetAttribute("aria-activedescendant"));
        Assert.Equal("false", tree.Find("#json-1").GetAttribute("aria-expanded"));
        Assert.Equal("a", tree.Find(".json-path").TextContent);
    }

    [Fact]
    public void At_most_64_kilobytes_come_at_a_time()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(0, 20_000));
        var tree = Draw(json);
        var first = tree.Find(".json-note").TextContent;

        tree.Find(".json-note button").Click();

        Assert.Contains("First 65.5 kB of 108.9 kB", first, StringComparison.Ordinal);
        Assert.Empty(tree.FindAll(".json-note"));
    }

    [Fact]
    public void What_is_not_json_is_said()
    {
        var tree = Draw(Encoding.UTF8.GetBytes("{\"a\":1,}"));

        Assert.Contains("Not JSON", tree.Find(".json-note").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<JsonTree> Draw(byte[] utf8) =>
        _host.Render<JsonTree>(parameters => parameters.Add(tree => tree.Utf8, utf8));
}
