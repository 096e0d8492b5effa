namespace EventAdmin.Web.Components.Navigation;

/// <summary>Band colours whose contrast is tested in both themes.</summary>
public enum EnvironmentColour
{
    Neutral,
    Blue,
    Green,
    Amber,
    Red,
}
