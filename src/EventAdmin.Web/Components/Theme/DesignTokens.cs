namespace EventAdmin.Web.Components.Theme;

/// <summary>The values of <c>tokens.css</c> that the component library needs in code; a test holds both together.</summary>
public sealed record DesignTokens
{
    public static DesignTokens Light { get; } = new()
    {
        Surface = "#ffffff",
        SurfaceRaised = "#f5f6f8",
        SurfaceInset = "#eceef2",
        Line = "#dcdfe5",
        LineStrong = "#7e8692",
        Ink = "#17191c",
        InkSoft = "#525963",
        Accent = "#1f55b5",
        AccentInk = "#ffffff",
        Ok = "#1a6b3c",
        Warn = "#7d5200",
        Bad = "#b0261d",
    };

    public static DesignTokens Dark { get; } = new()
    {
        Surface = "#15181c",
        SurfaceRaised = "#1b1f24",
        SurfaceInset = "#242930",
        Line = "#2f353d",
        LineStrong = "#747e8b",
        Ink = "#e3e6ea",
        InkSoft = "#a7afba",
        Accent = "#8db2f7",
        AccentInk = "#0e1622",
        Ok = "#71c492",
        Warn = "#e0b566",
        Bad = "#f5978f",
    };

    public required string Surface { get; init; }

    public required string SurfaceRaised { get; init; }

    public required string SurfaceInset { get; init; }

    public required string Line { get; init; }

    public required string LineStrong { get; init; }

    public required string Ink { get; init; }

    public required string InkSoft { get; init; }

    public required string Accent { get; init; }

    public required string AccentInk { get; init; }

    public required string Ok { get; init; }

    public required string Warn { get; init; }

    public required string Bad { get; init; }
}
