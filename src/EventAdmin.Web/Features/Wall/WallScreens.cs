namespace EventAdmin.Web.Features.Wall;

/// <summary>What screens said of themselves, kept in memory for as long as they go on saying it. Thread-safe and bounded.</summary>
internal sealed class WallScreens(TimeProvider clock)
{
    /// <summary>Most screens that are remembered; a further one takes the place of the one that has been silent for longest.</summary>
    public const int ReportsMax = 1000;

    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(10);

    // Guards the dictionary.
    private readonly Lock _guardsSeen = new();
    private readonly Dictionary<Guid, WallScreen> _seen = [];

    public void Note(WallReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var now = clock.GetUtcNow();
        lock (_guardsSeen)
        {
            if (!_seen.ContainsKey(report.Screen) && _seen.Count >= ReportsMax)
                _seen.Remove(_seen.MinBy(pair => pair.Value.SeenAt).Key);
            _seen[report.Screen] = new WallScreen(report, now);
        }
    }

    /// <summary>The screens of a board that were heard of lately, longest running first.</summary>
    public IReadOnlyList<WallScreen> Of(string board)
    {
        var now = clock.GetUtcNow();
        lock (_guardsSeen)
        {
            foreach (var silent in _seen.Where(pair => now - pair.Value.SeenAt > ForgottenAfter).ToList())
                _seen.Remove(silent.Key);
            return
            [
                .. _seen.Values.Where(screen => string.Equals(screen.Report.Board, board, StringComparison.Ordinal))
                    .OrderByDescending(screen => screen.Report.UpSeconds),
            ];
        }
    }
}

/// <summary>A screen and when it last said so.</summary>
public sealed record WallScreen(WallReport Report, DateTimeOffset SeenAt);

/// <summary>What a screen says of itself every minute. It names a page that was opened, no device and nobody.</summary>
public sealed record WallReport
{
    /// <summary>Made by the page when it is opened.</summary>
    public required Guid Screen { get; init; }

    public required string Board { get; init; }

    /// <summary>The build that the page is of.</summary>
    public required string Build { get; init; }

    /// <summary>How long ago the screen began, reloads by itself included.</summary>
    public required long UpSeconds { get; init; }

    /// <summary>How often it came back by itself.</summary>
    public required int Recoveries { get; init; }

    /// <summary>Tiles that did not fit.</summary>
    public required int TilesLeftOut { get; init; }

    /// <summary>The window in pixels.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }
}
