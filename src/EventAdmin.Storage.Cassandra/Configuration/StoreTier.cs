using EventAdmin.Cql.Primitives;

namespace EventAdmin.Storage.Cassandra.Configuration;

/// <summary>What a store does when a datacenter is lost; fixed for the store's life.</summary>
public enum StoreTier
{
    /// <summary>Appends are decided in the home datacenter, at LOCAL_SERIAL and LOCAL_QUORUM. For one datacenter, or two, or where latency comes first.</summary>
    HomeRegion,

    /// <summary>Appends are decided over all datacenters, at SERIAL and QUORUM. For three datacenters and no loss allowed.</summary>
    Global,
}

/// <summary>What follows from a tier.</summary>
public static class StoreTiers
{
    /// <summary>The level of everything that is written conditionally, but <c>store_info</c>, which is always SERIAL.</summary>
    public static CqlConsistency SerialLevel(this StoreTier tier) => tier == StoreTier.Global ? CqlConsistency.Serial : CqlConsistency.LocalSerial;

    /// <summary>The level of every plain write that an append rests on.</summary>
    public static CqlConsistency CommitLevel(this StoreTier tier) => tier == StoreTier.Global ? CqlConsistency.Quorum : CqlConsistency.LocalQuorum;

    /// <summary>The tier as the store keeps it.</summary>
    public static string ToName(this StoreTier tier) => tier == StoreTier.Global ? "global" : "home-region";

    /// <summary>Reads what <see cref="ToName"/> wrote.</summary>
    public static bool TryParse(string? name, out StoreTier tier)
    {
        tier = name == "global" ? StoreTier.Global : StoreTier.HomeRegion;
        return name is "global" or "home-region";
    }
}
