namespace EventAdmin.Web.Components.Preferences;

/// <summary>What the viewer asked for; <see cref="System"/> follows the device.</summary>
public enum ThemeChoice
{
    System,
    Light,
    Dark,
}
