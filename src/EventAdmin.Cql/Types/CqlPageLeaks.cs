namespace EventAdmin.Cql.Types;

/// <summary>How many pages were collected without having been disposed. Counted in debug builds only.</summary>
public static class CqlPageLeaks
{
    private static long _count;

    /// <summary>The pages that leaked since the process began; they show after a collection.</summary>
    public static long Count => Interlocked.Read(ref _count);

    internal static void Add() => Interlocked.Increment(ref _count);
}
