using System.Globalization;

namespace EventAdmin.Web.Features.Wall;

/// <summary>A board as one screen asks for it: the address may say how far, how large and how light.</summary>
public sealed record WallView
{
    public required WallBoard Board { get; init; }

    /// <summary>What the address said that was not understood, in words.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    public static WallView Parse(WallBoard board, IEnumerable<KeyValuePair<string, string>> query)
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(query);
        var notUnderstood = new List<string>();
        foreach (var (name, value) in query)
        {
            switch (name)
            {
                case "dist" when TryParse(value, out var metres) && WallDistance.IsDistance(metres):
                    board = board with { Distance = metres };
                    break;
                case "diag" when TryParse(value, out var inches) && WallDistance.IsDiagonal(inches):
                    board = board with { Diagonal = inches };
                    break;
                case "theme" when Enum.TryParse<WallTheme>(value, ignoreCase: true, out var theme) && Enum.IsDefined(theme):
                    board = board with { Theme = theme };
                    break;
                default:
                    notUnderstood.Add($"{name}={value}");
                    break;
            }
        }

        return new WallView { Board = board, NotUnderstood = notUnderstood };
    }

    private static bool TryParse(string text, out double number) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}
