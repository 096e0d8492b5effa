using System.Collections.Frozen;
using System.Globalization;

namespace EventAdmin.Web.Features.Wall;

/// <summary>What can stand on a board.</summary>
public enum WallTile
{
    /// <summary>The clock, and whether anything is wrong. Always there, at the top.</summary>
    Clock,

    /// <summary>Events a second over the last minute.</summary>
    Rate,

    /// <summary>The newest events, in words that name nobody.</summary>
    Events,

    /// <summary>How many events each category got today.</summary>
    Categories,

    /// <summary>Whether the store answers.</summary>
    Store,

    /// <summary>Up to when everything is counted.</summary>
    Feed,
}

/// <summary>How light a board is.</summary>
public enum WallTheme
{
    /// <summary>Light by day, dark by night.</summary>
    Schedule,

    /// <summary>Always light.</summary>
    Light,

    /// <summary>Always dark.</summary>
    Dark,
}

/// <summary>A board whose configuration was checked.</summary>
public sealed record WallBoard
{
    /// <summary>How a time of the day is written in the configuration.</summary>
    public const string TimeFormat = "HH':'mm";

    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>Without <see cref="WallTile.Clock"/>, most important first.</summary>
    public required IReadOnlyList<WallTile> Tiles { get; init; }

    /// <summary>Empty for all.</summary>
    public required FrozenSet<string> Categories { get; init; }

    /// <summary>The paths of the values that may be shown.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    public required WallTheme Theme { get; init; }

    public required TimeOnly LightFrom { get; init; }

    public required TimeOnly DarkFrom { get; init; }

    /// <summary>Metres.</summary>
    public required double Distance { get; init; }

    /// <summary>Inches.</summary>
    public required double Diagonal { get; init; }

    /// <summary>The board that checked options describe.</summary>
    public static WallBoard Of(string name, WallBoardOptions options)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        var tiles = options.Tiles.Count == 0 ? Enum.GetValues<WallTile>() : options.Tiles.Select(tile => Enum.Parse<WallTile>(tile, ignoreCase: true));
        return new WallBoard
        {
            Name = name,
            Title = string.IsNullOrWhiteSpace(options.Title) ? name : options.Title.Trim(),
            Tiles = [.. tiles.Where(tile => tile is not WallTile.Clock).Distinct()],
            Categories = options.Categories.ToFrozenSet(StringComparer.Ordinal),
            Fields = [.. options.Fields.Distinct(StringComparer.Ordinal)],
            Zone = TimeZoneInfo.FindSystemTimeZoneById(options.Zone),
            Theme = Enum.Parse<WallTheme>(options.Theme, ignoreCase: true),
            LightFrom = TimeOnly.ParseExact(options.LightFrom, TimeFormat, CultureInfo.InvariantCulture),
            DarkFrom = TimeOnly.ParseExact(options.DarkFrom, TimeFormat, CultureInfo.InvariantCulture),
            Distance = options.Distance,
            Diagonal = options.Diagonal,
        };
    }

    /// <summary>Whether the board is dark at an instant. The browser decides by the same rule.</summary>
    public bool IsDarkAt(DateTimeOffset instant)
    {
        if (Theme is not WallTheme.Schedule)
            return Theme is WallTheme.Dark;
        return !TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime).IsBetween(LightFrom, DarkFrom);
    }

    /// <summary>The first instant of the day that an instant belongs to, in the board's zone.</summary>
    public DateTimeOffset StartOfDay(DateTimeOffset instant)
    {
        var midnight = TimeZoneInfo.ConvertTime(instant, Zone).Date;
        // Where clocks go forward at midnight the day begins with the first time that exists.
        while (Zone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(1);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
