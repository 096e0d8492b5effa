using EventAdmin.Web.Components.Preferences;
using EventAdmin.Web.Security;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Components.Shell;

/// <summary>The document. Reads the viewer's cookies, so that the first byte has the right theme and zone.</summary>
public sealed partial class App
{
    private DisplayPreferences _preferences = new();
    private string _nonce = "";

    [CascadingParameter] private HttpContext Context { get; set; } = null!;

    protected override void OnInitialized()
    {
        _preferences = DisplayPreferences.Parse(name => Context.Request.Cookies[name]);
        _nonce = SecurityHeaders.NonceOf(Context);
    }
}
