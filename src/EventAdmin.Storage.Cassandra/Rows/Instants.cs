namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>Times as the store holds them: milliseconds in a column, and what is finer beside them.</summary>
internal static class Instants
{
    /// <summary>The milliseconds since 1970, rounded down, and the 100 ns above them.</summary>
    public static (long Milliseconds, ushort Finer) ToStore(DateTimeOffset instant)
    {
        var milliseconds = instant.ToUnixTimeMilliseconds();
        return (milliseconds, (ushort)(instant.UtcTicks - DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcTicks));
    }

    /// <summary>The instant of a column and what is finer.</summary>
    public static DateTimeOffset FromStore(long milliseconds, ushort finer) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).AddTicks(finer);
}
