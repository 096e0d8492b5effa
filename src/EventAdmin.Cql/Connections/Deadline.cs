namespace EventAdmin.Cql.Connections;

/// <summary>An instant on a clock's own monotonic scale (<see cref="TimeProvider.GetTimestamp"/>) after which nobody waits any longer.</summary>
/// <param name="Timestamp">The timestamp of the clock at which time is up.</param>
internal readonly record struct Deadline(long Timestamp)
{
    /// <summary>The deadline that never comes.</summary>
    public static Deadline Never { get; } = new(long.MaxValue);

    /// <summary>The deadline <paramref name="timeout"/> from now; an infinite or absurdly long timeout gives <see cref="Never"/>.</summary>
    public static Deadline After(TimeProvider time, TimeSpan timeout) => After(time, timeout, time.GetTimestamp());

    /// <summary>The same from an instant that was read before: reading the clock is not free.</summary>
    public static Deadline After(TimeProvider time, TimeSpan timeout, long now)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return Never;
        var ticks = timeout.TotalSeconds * time.TimestampFrequency;
        return ticks >= long.MaxValue - (double)now ? Never : new(now + (long)ticks);
    }

    /// <summary>The earlier of two.</summary>
    public static Deadline Min(Deadline a, Deadline b) => a.Timestamp <= b.Timestamp ? a : b;

    /// <summary>Whether the clock has reached it.</summary>
    public bool IsOver(TimeProvider time) => time.GetTimestamp() >= Timestamp;

    /// <summary>What is left of it, never below zero; <see cref="Timeout.InfiniteTimeSpan"/> for <see cref="Never"/>.</summary>
    public TimeSpan Remaining(TimeProvider time)
    {
        if (this == Never) return Timeout.InfiniteTimeSpan;
        var now = time.GetTimestamp();
        return now >= Timestamp ? TimeSpan.Zero : time.GetElapsedTime(now, Timestamp);
    }
}
