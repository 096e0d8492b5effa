using System.Globalization;
using EventAdmin.Web.Components.Navigation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace EventAdmin.Web.Features.Wall;

/// <summary>A board, drawn without any figure: those come by its stream.</summary>
public sealed partial class WallPage
{
    [Parameter, EditorRequired] public WallView View { get; set; } = null!;

    [Parameter, EditorRequired] public DateTimeOffset Now { get; set; }

    [Parameter, EditorRequired] public new ResourceAssetCollection Assets { get; set; } = null!;

    [Parameter, EditorRequired] public string Nonce { get; set; } = "";

    [Inject] private IOptions<EnvironmentBandOptions> Band { get; set; } = null!;

    private WallBoard Board => View.Board;

    private bool IsDark => Board.IsDarkAt(Now);

    private static string Text(TimeOnly time) => time.ToString(WallBoard.TimeFormat, CultureInfo.InvariantCulture);

    private static string TitleOf(WallTile tile) => tile switch
    {
        WallTile.Rate => "Events a second",
        WallTile.Events => "Last events",
        WallTile.Categories => "Events today",
        WallTile.Store => "Store",
        WallTile.Feed => "Complete up to",
        _ => throw new InvalidOperationException($"Expected a tile below the clock, found {tile}."),
    };
}
