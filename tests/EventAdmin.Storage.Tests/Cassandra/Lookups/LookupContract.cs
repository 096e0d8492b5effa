using EventAdmin.Storage.Tests.Contract;

namespace EventAdmin.Storage.Tests.Cassandra.Lookups;

/// <summary>What the contract says of catalogue, look-ups and snapshots, held against those of the Cassandra store on a real node.</summary>
public static class LookupContract
{
    [Collection(nameof(StoreCluster))]
    public sealed class Listing_streams : Listing_streams<LookupHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Counting_categories_and_types : Counting_categories_and_types<LookupHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Looking_up_events : Looking_up_events<LookupHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Keeping_snapshots : Keeping_snapshots<LookupHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Deleting_streams : Deleting_streams<LookupHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Answering_as_the_reference_does : Answering_as_the_reference_does<LookupHarness>
    {
        protected override int Runs => 6;
    }
}
