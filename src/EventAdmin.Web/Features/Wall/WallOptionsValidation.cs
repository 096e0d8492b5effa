using System.Globalization;
using System.Text.RegularExpressions;
using EventAdmin.EventSourcing.Serialization;
using Microsoft.Extensions.Options;

namespace EventAdmin.Web.Features.Wall;

/// <summary>Says of every board what is wrong with it, at the start of the server, by the setting's name and what it may be.</summary>
internal sealed partial class WallOptionsValidation(EventTypeRegistry types) : IValidateOptions<WallOptions>
{
    private const int ScreensLimit = 1000;
    private const int TitleLengthMax = 40;
    private const int CategoriesMax = 50;
    private const int FieldsMax = 20;

    public ValidateOptionsResult Validate(string? name, WallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = options.Boards.SelectMany(board => Failures(board.Key, board.Value)).ToList();
        if (options.ScreensMax is < 1 or > ScreensLimit)
            failures.Add($"Wall:ScreensMax is {options.ScreensMax}; it is 1 to {ScreensLimit}.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Failures(string name, WallBoardOptions board)
    {
        if (!BoardName().IsMatch(name))
            yield return $"Wall:Boards has a board '{name}'; a name has 1 to 40 small letters, digits and dashes, since it stands in the address.";
        if (board.Title?.Length > TitleLengthMax)
            yield return $"Wall:Boards:{name}:Title has {board.Title.Length} characters; it has at most {TitleLengthMax}.";
        foreach (var tile in board.Tiles.Where(tile => !IsNameOf<WallTile>(tile)))
            yield return $"Wall:Boards:{name}:Tiles names '{tile}'; tiles are {Names<WallTile>()}.";
        if (board.Categories.Count > CategoriesMax || board.Categories.Any(string.IsNullOrWhiteSpace))
            yield return $"Wall:Boards:{name}:Categories names {board.Categories.Count}; at most {CategoriesMax} are allowed, and none is empty.";
        if (board.Fields.Count > FieldsMax)
            yield return $"Wall:Boards:{name}:Fields names {board.Fields.Count} fields; at most {FieldsMax} are allowed.";
        foreach (var refusal in board.Fields.Select(field => PersonalFields.WhyRefused(field, types)).OfType<string>())
            yield return $"Wall:Boards:{name}:Fields {refusal}";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(board.Zone, out _))
            yield return $"Wall:Boards:{name}:Zone is '{board.Zone}', which this machine does not know; write it as Europe/Berlin.";
        if (!IsNameOf<WallTheme>(board.Theme))
            yield return $"Wall:Boards:{name}:Theme is '{board.Theme}'; it is one of {Names<WallTheme>()}.";
        foreach (var (setting, time) in new[] { ("LightFrom", board.LightFrom), ("DarkFrom", board.DarkFrom) })
        {
            if (!TimeOnly.TryParseExact(time, WallBoard.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                yield return $"Wall:Boards:{name}:{setting} is '{time}'; write it as 07:00.";
        }

        if (!WallDistance.IsDistance(board.Distance))
            yield return string.Create(CultureInfo.InvariantCulture, $"Wall:Boards:{name}:Distance is {board.Distance} m; {WallDistance.DistanceWords}.");
        if (!WallDistance.IsDiagonal(board.Diagonal))
            yield return string.Create(CultureInfo.InvariantCulture, $"Wall:Boards:{name}:Diagonal is {board.Diagonal} inches; {WallDistance.DiagonalWords}.");
    }

    private static bool IsNameOf<TEnum>(string text)
        where TEnum : struct, Enum => Enum.GetNames<TEnum>().Contains(text, StringComparer.OrdinalIgnoreCase);

    private static string Names<TEnum>()
        where TEnum : struct, Enum => string.Join(", ", Enum.GetNames<TEnum>());

    [GeneratedRegex("^[a-z0-9-]{1,40}$", RegexOptions.NonBacktracking)]
    private static partial Regex BoardName();
}
