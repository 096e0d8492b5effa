using System.Runtime.CompilerServices;
using Bunit;
using EventAdmin.Web.Components.Find;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Find;

public sealed class The_find_box : IAsyncDisposable
{
    private readonly ComponentHost _host = new();
    private readonly Names _names = new();

    public The_find_box() => _host.Services.AddSingleton<IFindSuggestions>(_names);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void Asks_only_after_a_rest_and_only_for_the_last_text()
    {
        var box = Draw();

        box.Find("input").Input("ca");
        _host.Clock.Advance(TimeSpan.FromMilliseconds(100));
        box.Find("input").Input("cart");
        _host.Clock.Advance(TimeSpan.FromMilliseconds(150));

        box.WaitForElements("[role=option]", 2);
        Assert.Equal(["cart"], _names.Asked);
    }

    [Fact]
    public void Arrows_choose_and_enter_opens_the_choice()
    {
        var box = Draw();
        box.Find("input").Input("cart");
        _host.Clock.Advance(TimeSpan.FromMilliseconds(150));
        box.WaitForElements("[role=option]", 2);

        box.Find("input").KeyDown(new KeyboardEventArgs { Key = "ArrowDown" });
        box.Find("input").KeyDown(new KeyboardEventArgs { Key = "ArrowDown" });
        var active = box.Find("input").GetAttribute("aria-activedescendant");
        box.Find("form").Submit();

        Assert.Equal("find-option-1", active);
        Assert.EndsWith("/streams/cart-2", Address, StringComparison.Ordinal);
    }

    [Fact]
    public void Enter_without_a_choice_leads_to_the_find_page()
    {
        var box = Draw();

        box.Find("input").Input("cart 7");
        box.Find("form").Submit();

        Assert.EndsWith("/find?q=cart%207", Address, StringComparison.Ordinal);
    }

    [Fact]
    public void Enter_goes_to_what_the_text_names_exactly_without_waiting_for_the_rest()
    {
        _names.Exact = "cart-1";
        var box = Draw();

        box.Find("input").Input("cart-1");
        box.Find("form").Submit();

        Assert.EndsWith("/streams/cart-1", Address, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_source_is_said_and_does_not_end_the_page()
    {
        _names.IsFailing = true;
        var box = Draw();

        box.Find("input").Input("cart");
        _host.Clock.Advance(TimeSpan.FromMilliseconds(150));

        box.WaitForAssertion(() => Assert.Contains("Suggestions failed", box.Markup, StringComparison.Ordinal));
    }

    private string Address => _host.Services.GetRequiredService<NavigationManager>().Uri;

    private IRenderedComponent<FindBox> Draw() => _host.Render<FindBox>(static parameters => parameters.Add(box => box.Id, "find"));

    private sealed class Names : IFindSuggestions
    {
        public List<string> Asked { get; } = [];

        public bool IsFailing { get; set; }

        public string? Exact { get; set; }

        public async IAsyncEnumerable<FindSuggestionGroup> SuggestAsync(FindQuestion question, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            if (IsFailing)
                throw new InvalidOperationException("store");
            Asked.Add(question.Text);
            yield return new FindSuggestionGroup
            {
                Name = "Streams",
                Suggestions = [Suggest("cart-1"), Suggest("cart-2")],
            };
        }

        private FindSuggestion Suggest(string name) =>
            new() { Text = name, Url = "/streams/" + name, IsExact = string.Equals(name, Exact, StringComparison.Ordinal) };
    }
}
