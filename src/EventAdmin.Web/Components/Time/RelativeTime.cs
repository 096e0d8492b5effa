using System.Globalization;

namespace EventAdmin.Web.Components.Time;

/// <summary>Distances in time, in words.</summary>
public static class RelativeTime
{
    /// <summary><c>3 min ago</c>, <c>in 2 h</c>, <c>just now</c>.</summary>
    public static string Words(DateTimeOffset instant, DateTimeOffset now)
    {
        var distance = (now - instant).Duration();
        if (distance < TimeSpan.FromSeconds(1))
            return "just now";
        return instant <= now ? $"{Words(distance)} ago" : $"in {Words(distance)}";
    }

    /// <summary>The two largest units at most: <c>38 s</c>, <c>4 min 5 s</c>, <c>3 d 2 h</c>.</summary>
    public static string Words(TimeSpan distance)
    {
        var (large, small) = distance switch
        {
            { TotalDays: >= 1 } => (Part((int)distance.TotalDays, "d"), Part(distance.Hours, "h")),
            { TotalHours: >= 1 } => (Part(distance.Hours, "h"), Part(distance.Minutes, "min")),
            { TotalMinutes: >= 1 } => (Part(distance.Minutes, "min"), Part(distance.Seconds, "s")),
            _ => (string.Create(CultureInfo.InvariantCulture, $"{distance.Seconds} s"), null),
        };
        return small is null ? large ?? "0 s" : $"{large} {small}";
    }

    private static string? Part(int count, string unit) =>
        count is 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{count} {unit}");
}
