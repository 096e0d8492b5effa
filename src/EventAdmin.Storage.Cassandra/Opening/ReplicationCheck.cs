using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;

namespace EventAdmin.Storage.Cassandra.Opening;

/// <summary>Whether a keyspace is replicated as a store must be. Pure.</summary>
internal static class ReplicationCheck
{
    private const int CopiesWanted = 3;

    /// <summary>What is not as it should be, though the store works.</summary>
    /// <exception cref="StoreUnusableException">Nothing may be stored in such a keyspace.</exception>
    public static IReadOnlyList<string> Check(CqlReplication replication, CassandraOptions options, string? home)
    {
        var keyspace = options.Keyspace;
        if (replication.Strategy != CqlReplicationStrategy.NetworkTopology)
        {
            throw new StoreUnusableException(
                $"Keyspace '{keyspace}' is replicated by {ShortName(replication.ClassName)}, which knows no datacenters. Change it: ALTER KEYSPACE {keyspace} WITH replication = {{'class': 'NetworkTopologyStrategy', '{options.LocalDatacenter}': 3}}; then run a full repair.");
        }

        var factors = replication.FactorByDatacenter;
        if (home is not null && !factors.ContainsKey(home))
            throw new StoreUnusableException($"Keyspace '{keyspace}' has no copies in the store's home datacenter '{home}'; it has them in {Names(factors)}.");
        if (!factors.ContainsKey(options.LocalDatacenter))
            throw new StoreUnusableException($"Keyspace '{keyspace}' has no copies in LocalDatacenter '{options.LocalDatacenter}'; it has them in {Names(factors)}.");
        var fewest = factors.MinBy(static one => one.Value);
        if (fewest.Value == 1 && !options.IsOneCopyAllowed)
        {
            throw new StoreUnusableException(
                $"Keyspace '{keyspace}' keeps one copy in datacenter '{fewest.Key}', which the end of one node loses. Raise the replication factor to {CopiesWanted} and run a full repair; one copy is allowed in Development only.");
        }

        var warnings = new List<string>();
        if (fewest.Value < CopiesWanted)
            warnings.Add($"Keyspace '{keyspace}' keeps {Copies(fewest.Value)} in datacenter '{fewest.Key}': {(fewest.Value == 1 ? "the end of one node loses it" : "without one node nothing can be appended")}. {CopiesWanted} are wanted.");
        if (factors.Values.Distinct().Count() > 1)
            warnings.Add($"Keyspace '{keyspace}' keeps unequally many copies in its datacenters ({string.Join(", ", factors.Select(static one => $"{one.Key}: {one.Value}"))}); levels over all of them mean less than they seem.");
        return warnings;
    }

    private static string Copies(int count) => count == 1 ? "1 copy" : $"{count} copies";

    private static string Names(IReadOnlyDictionary<string, int> factors) => factors.Count == 0 ? "none" : string.Join(", ", factors.Keys);

    private static string ShortName(string className) => className[(className.LastIndexOf('.') + 1)..];
}
