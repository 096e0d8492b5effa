using Bunit;
using EventAdmin.Web.Components.Keyboard;
using EventAdmin.Web.Components.Preferences;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Keyboard;

public sealed class Single_keys : IAsyncDisposable
{
    private readonly ComponentHost _host = new();
    private readonly List<string> _acts = [];

    private KeyboardShortcuts Keys => _host.Services.GetRequiredService<KeyboardShortcuts>();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Of_two_for_one_key_the_later_acts_until_it_is_gone()
    {
        Keys.Register(Key("e", "shell"));
        var page = Keys.Register(Key("e", "page"));

        await Keys.PressAsync("e");
        page.Dispose();
        await Keys.PressAsync("e");

        Assert.Equal(["page", "shell"], _acts);
    }

    [Fact]
    public async Task Nobody_hears_a_key_that_is_not_registered() => Assert.False(await Keys.PressAsync("x"));

    [Fact]
    public void All_of_them_are_listed_under_their_headings()
    {
        Keys.Register(Key("e", "Expand all"), Key("{", "Ten back") with { Group = "Time machine" });

        var help = _host.Render<ShortcutListener>();

        Assert.Equal(["This page", "Time machine"], help.FindAll("h3").Select(static heading => heading.TextContent));
        Assert.Equal(["e", "Shift ["], help.FindAll("kbd").Select(static key => key.TextContent));
    }

    [Fact]
    public void They_can_be_switched_off_and_the_choice_is_kept()
    {
        var help = _host.Render<ShortcutListener>();

        help.Find("input[type=checkbox]").Change(false);

        Assert.True(Keys.IsOff);
        Assert.True(_host.Services.GetRequiredService<ViewerPreferences>().Current.IsShortcutsOff);
    }

    private Shortcut Key(string key, string act) => new()
    {
        Key = key,
        Description = act,
        Act = () =>
        {
            _acts.Add(act);
            return Task.CompletedTask;
        },
    };
}
