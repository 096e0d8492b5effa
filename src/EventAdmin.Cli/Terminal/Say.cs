using System.Globalization;

namespace EventAdmin.Cli.Terminal;

/// <summary>Numbers, times and sizes as the command line writes them, the same in every country.</summary>
internal static class Say
{
    public static string It(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>15403 as 15,403.</summary>
    public static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A rate with as many digits as say something.</summary>
    public static string Rate(double number) => number.ToString(number < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>ISO 8601 with as many digits as the instant has.</summary>
    public static string ExactInstant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>850 ms, 12 s, 3 min 20 s, 2 h 5 min.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => It($"{duration.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => It($"{duration.TotalSeconds:0} s"),
        { TotalHours: < 1 } => It($"{duration.Minutes} min {duration.Seconds} s"),
        _ => It($"{(long)duration.TotalHours} h {duration.Minutes} min"),
    };

    public static string Size(long bytes) => bytes switch
    {
        < 1024 => It($"{bytes} B"),
        < 1024 * 1024 => It($"{bytes / 1024.0:0.0} KiB"),
        < 1024L * 1024 * 1024 => It($"{bytes / (1024.0 * 1024):0.0} MiB"),
        _ => It($"{bytes / (1024.0 * 1024 * 1024):0.0} GiB"),
    };

    /// <summary>One event, 2 events.</summary>
    public static string Plural(long count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";
}
