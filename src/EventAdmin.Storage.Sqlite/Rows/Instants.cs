namespace EventAdmin.Storage.Sqlite.Rows;

/// <summary>Times as the file holds them: 100 ns since 1970-01-01 UTC.</summary>
internal static class Instants
{
    public static long ToStore(DateTimeOffset instant) => instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    public static DateTimeOffset FromStore(long ticks) => new(ticks + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero);
}
