using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Schema;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>What every read needs: the session, the store, and where this instance stands.</summary>
/// <param name="Session">To the cluster.</param>
/// <param name="Keyspace">The store's keyspace.</param>
/// <param name="Store">What the store has agreed on.</param>
/// <param name="LocalDatacenter">The datacenter of this instance.</param>
/// <param name="Clocks">The clocks of deadlines and receipts.</param>
internal sealed record ReadSurroundings(ICqlSession Session, string Keyspace, StoreFacts Store, string LocalDatacenter, StoreClocks Clocks)
{
    /// <summary>Measures waiting.</summary>
    public TimeProvider Timers => Clocks.Timers;

    /// <summary>How many copies answer at a level, by the keyspace's replication; 1 when that is not known.</summary>
    public int CopiesAt(CqlConsistency level, string datacenter)
    {
        if (!Session.Topology.Keyspaces.TryGetValue(Keyspace, out CqlReplication? replication))
            return 1;
        var factors = replication.FactorByDatacenter;
        var all = factors.Values.Sum();
        var here = factors.GetValueOrDefault(datacenter);
        return level switch
        {
            CqlConsistency.One or CqlConsistency.LocalOne => 1,
            CqlConsistency.Two => 2,
            CqlConsistency.Three => 3,
            CqlConsistency.LocalQuorum or CqlConsistency.LocalSerial => Quorum(here),
            CqlConsistency.EachQuorum => factors.Values.Sum(Quorum),
            CqlConsistency.All => all,
            _ => Quorum(all),
        };
    }

    private static int Quorum(int copies) => (copies / 2) + 1;
}
