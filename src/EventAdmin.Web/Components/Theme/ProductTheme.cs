using MudBlazor;

namespace EventAdmin.Web.Components.Theme;

/// <summary>The component library's theme, made of <see cref="DesignTokens"/>.</summary>
public static class ProductTheme
{
    private static readonly string[] Fonts =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif"];

    public static MudTheme Mud { get; } = new()
    {
        PaletteLight = Apply(new PaletteLight(), DesignTokens.Light),
        PaletteDark = Apply(new PaletteDark(), DesignTokens.Dark),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "4px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.8125rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Fonts, FontSize = "0.8125rem", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "0.8125rem", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "0.8125rem", FontWeight = "500", LetterSpacing = "normal", TextTransform = "none" },
            H6 = new H6Typography { FontFamily = Fonts, FontSize = "0.9375rem", FontWeight = "600", LetterSpacing = "normal" },
        },
    };

    private static TPalette Apply<TPalette>(TPalette palette, DesignTokens tokens)
        where TPalette : Palette
    {
        palette.Primary = tokens.Accent;
        palette.PrimaryContrastText = tokens.AccentInk;
        palette.Background = tokens.Surface;
        palette.BackgroundGray = tokens.SurfaceInset;
        palette.Surface = tokens.Surface;
        palette.AppbarBackground = tokens.SurfaceRaised;
        palette.AppbarText = tokens.Ink;
        palette.DrawerBackground = tokens.SurfaceRaised;
        palette.DrawerText = tokens.Ink;
        palette.TextPrimary = tokens.Ink;
        palette.TextSecondary = tokens.InkSoft;
        palette.TextDisabled = tokens.InkSoft;
        palette.ActionDefault = tokens.InkSoft;
        palette.ActionDisabled = tokens.InkSoft;
        palette.LinesDefault = tokens.Line;
        palette.LinesInputs = tokens.LineStrong;
        palette.TableLines = tokens.Line;
        palette.Divider = tokens.Line;
        palette.Success = tokens.Ok;
        palette.Warning = tokens.Warn;
        palette.Error = tokens.Bad;
        palette.Info = tokens.Accent;
        return palette;
    }
}
