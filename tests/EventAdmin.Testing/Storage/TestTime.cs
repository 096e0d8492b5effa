namespace EventAdmin.Testing.Storage;

/// <summary>The instant at which the clocks of tests start.</summary>
public static class TestTime
{
    /// <summary>An instant with a part below the millisecond, so that rounding shows.</summary>
    public static readonly DateTimeOffset Start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);
}
