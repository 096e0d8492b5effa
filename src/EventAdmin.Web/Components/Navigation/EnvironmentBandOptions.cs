using System.ComponentModel.DataAnnotations;

namespace EventAdmin.Web.Components.Navigation;

/// <summary>How this installation tells itself apart from others: on every page's band and at the start of every title.</summary>
public sealed class EnvironmentBandOptions
{
    public const string Section = "EnvironmentBand";

    /// <summary>Such as <c>PRODUCTION · eu</c>. Default <c>LOCAL</c>; 1 to 40 characters.</summary>
    [Required, StringLength(40, MinimumLength = 1)]
    public string Name { get; set; } = "LOCAL";

    /// <summary>Default neutral grey.</summary>
    [EnumDataType(typeof(EnvironmentColour))]
    public EnvironmentColour Colour { get; set; } = EnvironmentColour.Neutral;
}
