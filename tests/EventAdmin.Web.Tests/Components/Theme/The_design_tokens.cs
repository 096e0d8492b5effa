using EventAdmin.Web.Components.Theme;
using MudBlazor;
using MudBlazor.Utilities;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Theme;

public sealed class The_design_tokens
{
    private const double TextMin = 4.5;
    private const double ControlMin = 3.0;

    private static readonly TokenSheet Sheet = new();
    private static readonly string[] Surfaces = ["surface", "surface-raised", "surface-inset", "accent-soft"];
    private static readonly string[] Texts = ["ink", "ink-soft", "accent", "ok", "warn", "bad", "past"];
    private static readonly string[] Statuses = ["ok", "warn", "bad", "past"];
    private static readonly string[] Bands = ["band-neutral", "band-blue", "band-green", "band-amber", "band-red"];

    public static TheoryData<string, string, double> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string, double>();
            foreach (var surface in Surfaces)
            {
                foreach (var text in Texts)
                    pairs.Add(text, surface, TextMin);
            }

            foreach (var status in Statuses)
            {
                pairs.Add(status, status + "-soft", TextMin);
                pairs.Add("ink", status + "-soft", TextMin);
                pairs.Add("ink-soft", status + "-soft", TextMin);
                pairs.Add("accent", status + "-soft", TextMin);
            }

            foreach (var band in Bands)
            {
                pairs.Add("band-ink", band, TextMin);
                pairs.Add(band, "surface-raised", ControlMin);
            }

            pairs.Add("accent-ink", "accent", TextMin);
            pairs.Add("line-strong", "surface", ControlMin);
            pairs.Add("line-strong", "surface-raised", ControlMin);
            pairs.Add("line-strong", "surface-inset", ControlMin);
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_pair_has_contrast_in_both_themes(string foreground, string background, double contrastMin)
    {
        Assert.True(Sheet.Contrast(foreground, background, isDark: false) >= contrastMin, $"light {Sheet.Contrast(foreground, background, isDark: false):0.00}");
        Assert.True(Sheet.Contrast(foreground, background, isDark: true) >= contrastMin, $"dark {Sheet.Contrast(foreground, background, isDark: true):0.00}");
    }

    [Fact]
    public void The_component_library_has_the_same_values()
    {
        AssertSame(ProductTheme.Mud.PaletteLight, isDark: false);
        AssertSame(ProductTheme.Mud.PaletteDark, isDark: true);
    }

    private static void AssertSame(Palette palette, bool isDark)
    {
        (MudColor Actual, string Token)[] expected =
        [
            (palette.Surface, "surface"),
            (palette.Background, "surface"),
            (palette.AppbarBackground, "surface-raised"),
            (palette.BackgroundGray, "surface-inset"),
            (palette.LinesDefault, "line"),
            (palette.LinesInputs, "line-strong"),
            (palette.TextPrimary, "ink"),
            (palette.TextSecondary, "ink-soft"),
            (palette.Primary, "accent"),
            (palette.PrimaryContrastText, "accent-ink"),
            (palette.Success, "ok"),
            (palette.Warning, "warn"),
            (palette.Error, "bad"),
        ];

        Assert.All(expected, pair => Assert.Equal(Sheet.Colour(pair.Token, isDark), pair.Actual.ToString(MudColorOutputFormats.Hex)));
    }
}
