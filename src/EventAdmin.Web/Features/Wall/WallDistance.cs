namespace EventAdmin.Web.Features.Wall;

/// <summary>From how far a screen can be read at all, and how large a screen can be.</summary>
internal static class WallDistance
{
    public const string DistanceWords = "a distance is 0.5 to 30 m";
    public const string DiagonalWords = "a diagonal is 5 to 300 inches";

    public static bool IsDistance(double metres) => metres is >= 0.5 and <= 30;

    public static bool IsDiagonal(double inches) => inches is >= 5 and <= 300;
}
