namespace EventAdmin.Torture.PlantedBugs;

/// <summary>
/// Bugs that a build with <c>-p:PlantedBugs=true</c> can be told to have, each of which a plan must find. This file is compiled into the
/// product in such a build only; no other has the type.
/// </summary>
internal static class Planted
{
    private static readonly string Chosen = Environment.GetEnvironmentVariable("EVENTADMIN_PLANTED_BUG") ?? "";

    public static bool Is(PlantedBug bug) => Chosen == bug.ToString();
}

/// <summary>A bug.</summary>
internal enum PlantedBug
{
    /// <summary>An append is acknowledged when it is queued.</summary>
    P1,

    /// <summary>The writer does not flush, and says that it does.</summary>
    P2,

    /// <summary>The head record is written before the commit.</summary>
    P3,

    /// <summary>The start ignores what the head file says.</summary>
    P4,

    /// <summary>Reads skip the hash.</summary>
    P5,

    /// <summary>After a failed flush the same connection goes on.</summary>
    P6,

    /// <summary>The expected version is checked when an append is queued, and its version is taken when it is written.</summary>
    P7,

    /// <summary>A client that tries again names its events anew.</summary>
    P8,
}
