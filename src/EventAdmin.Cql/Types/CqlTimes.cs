namespace EventAdmin.Cql.Types;

/// <summary>Between the protocol's numbers and .NET's times, as far as those reach.</summary>
internal static class CqlTimes
{
    public const long NanosecondsPerDay = 24L * 60 * 60 * 1_000_000_000;

    private const uint DaysOfEpoch = 1u << 31;
    private const long NanosecondsPerTick = 100;

    private static readonly int EpochDayNumber = new DateOnly(1970, 1, 1).DayNumber;
    private static readonly long MillisecondsMin = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MillisecondsMax = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static bool TryTimestamp(long milliseconds, out DateTimeOffset instant)
    {
        var fits = milliseconds >= MillisecondsMin && milliseconds <= MillisecondsMax;
        instant = fits ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : default;
        return fits;
    }

    public static bool TryDate(uint days, out DateOnly date)
    {
        var number = (long)days - DaysOfEpoch + EpochDayNumber;
        var fits = number >= DateOnly.MinValue.DayNumber && number <= DateOnly.MaxValue.DayNumber;
        date = fits ? DateOnly.FromDayNumber((int)number) : default;
        return fits;
    }

    public static uint Days(DateOnly date) => (uint)(date.DayNumber - EpochDayNumber + DaysOfEpoch);

    public static bool TryTime(long nanoseconds, out TimeOnly time)
    {
        var fits = nanoseconds is >= 0 and < NanosecondsPerDay && nanoseconds % NanosecondsPerTick == 0;
        time = fits ? new TimeOnly(nanoseconds / NanosecondsPerTick) : default;
        return fits;
    }

    public static long Nanoseconds(TimeOnly time) => time.Ticks * NanosecondsPerTick;
}
