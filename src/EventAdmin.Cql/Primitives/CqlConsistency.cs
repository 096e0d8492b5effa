namespace EventAdmin.Cql.Primitives;

/// <summary>How many replicas must answer, by the numbers of the protocol.</summary>
public enum CqlConsistency : ushort
{
    /// <summary>ANY: a hint is enough (writes only).</summary>
    Any = 0x0000,

    /// <summary>ONE.</summary>
    One = 0x0001,

    /// <summary>TWO.</summary>
    Two = 0x0002,

    /// <summary>THREE.</summary>
    Three = 0x0003,

    /// <summary>QUORUM, over all datacenters.</summary>
    Quorum = 0x0004,

    /// <summary>ALL.</summary>
    All = 0x0005,

    /// <summary>LOCAL_QUORUM.</summary>
    LocalQuorum = 0x0006,

    /// <summary>EACH_QUORUM: a quorum in every datacenter.</summary>
    EachQuorum = 0x0007,

    /// <summary>SERIAL: Paxos over all datacenters.</summary>
    Serial = 0x0008,

    /// <summary>LOCAL_SERIAL: Paxos inside one datacenter.</summary>
    LocalSerial = 0x0009,

    /// <summary>LOCAL_ONE.</summary>
    LocalOne = 0x000A,
}

/// <summary>Cassandra's own names of the levels, and what they have in common.</summary>
public static class CqlConsistencyNames
{
    private static readonly string[] Names =
        ["ANY", "ONE", "TWO", "THREE", "QUORUM", "ALL", "LOCAL_QUORUM", "EACH_QUORUM", "SERIAL", "LOCAL_SERIAL", "LOCAL_ONE"];

    /// <summary>The level's name, as cqlsh spells it.</summary>
    public static string ToName(this CqlConsistency level) => (int)level < Names.Length ? Names[(int)level] : $"0x{(int)level:X4}";

    /// <summary>True for SERIAL and LOCAL_SERIAL.</summary>
    public static bool IsSerial(this CqlConsistency level) => level is CqlConsistency.Serial or CqlConsistency.LocalSerial;

    /// <summary>True for the levels that never leave the coordinator's datacenter.</summary>
    public static bool IsLocal(this CqlConsistency level) =>
        level is CqlConsistency.LocalOne or CqlConsistency.LocalQuorum or CqlConsistency.LocalSerial;

    /// <summary>Reads a name, in any case.</summary>
    public static bool TryParse(string? name, out CqlConsistency level)
    {
        var number = Array.FindIndex(Names, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
        level = number < 0 ? default : (CqlConsistency)number;
        return number >= 0;
    }

    internal static bool IsKnown(this CqlConsistency level) => (int)level < Names.Length;
}
