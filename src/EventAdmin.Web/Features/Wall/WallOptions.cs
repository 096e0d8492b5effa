namespace EventAdmin.Web.Features.Wall;

/// <summary>The boards that screens on walls show.</summary>
public sealed class WallOptions
{
    public const string Section = "Wall";

    /// <summary>The board that is always there, with its defaults where it is not configured.</summary>
    public const string MainBoard = "main";

    /// <summary>Most screens that are served at once. Default 100; 1 to 1,000.</summary>
    public int ScreensMax { get; set; } = 100;

    /// <summary>By the name in the address: 1 to 40 small letters, digits and dashes.</summary>
    public Dictionary<string, WallBoardOptions> Boards { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>What one board shows, and to whom. Texts are as written in the configuration; <see cref="WallBoard"/> is what they mean.</summary>
public sealed class WallBoardOptions
{
    /// <summary>What stands at the top. Default the board's name; at most 40 characters.</summary>
    public string? Title { get; set; }

    /// <summary>Tiles in the order of their importance, by the names of <see cref="WallTile"/>; what does not fit is left out from the end. Default all.</summary>
    public List<string> Tiles { get; } = [];

    /// <summary>The board is about these categories only. Default every category.</summary>
    public List<string> Categories { get; } = [];

    /// <summary>Values of events that may be shown, as paths such as <c>data.title</c>. Default none; whatever tells of a person is refused.</summary>
    public List<string> Fields { get; } = [];

    /// <summary>The zone of the clock and of midnight, an IANA id. Default <c>UTC</c>.</summary>
    public string Zone { get; set; } = "UTC";

    /// <summary><c>Light</c>, <c>Dark</c>, or <c>Schedule</c>: light by day and dark by night. Default <c>Schedule</c>.</summary>
    public string Theme { get; set; } = nameof(WallTheme.Schedule);

    /// <summary>When the day begins, in the board's zone. Default <c>07:00</c>.</summary>
    public string LightFrom { get; set; } = "07:00";

    /// <summary>When the night begins, in the board's zone. Default <c>19:00</c>.</summary>
    public string DarkFrom { get; set; } = "19:00";

    /// <summary>How far away it is read from, in metres. Default 3; 0.5 to 30. <c>?dist=</c> in the address wins.</summary>
    public double Distance { get; set; } = 3;

    /// <summary>The screen's diagonal in inches. Default 55; 5 to 300. <c>?diag=</c> in the address wins.</summary>
    public double Diagonal { get; set; } = 55;
}
