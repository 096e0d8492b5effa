using EventAdmin.Storage.Tests.Cassandra;
using EventAdmin.Storage.Tests.Contract;

namespace EventAdmin.Storage.Tests;

/// <summary>The contract, held against the Cassandra store, on one real node.</summary>
public static class CassandraContract
{
    [Collection(nameof(StoreCluster))]
    public sealed class Appending_to_a_stream : Appending_to_a_stream<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Appending_to_several_streams : Appending_to_several_streams<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Appending_at_the_same_time : Appending_at_the_same_time<CassandraHarness>
    {
        // Each run has a keyspace of its own.
        protected override int Runs => 5;
    }

    [Collection(nameof(StoreCluster))]
    public sealed class Answering_as_the_reference_does : Answering_as_the_reference_does<CassandraHarness>
    {
        // Each history has a keyspace of its own.
        protected override int Runs => 4;
    }

    [Collection(nameof(StoreCluster))]
    public sealed class Reopening_a_store : Reopening_a_store<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Retrying_an_append : Retrying_an_append<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Refusing_an_append : Refusing_an_append<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Cancelling_an_append : Cancelling_an_append<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Reading_a_stream : Reading_a_stream<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Reading_the_feed : Reading_the_feed<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Looking_up_events : Looking_up_events<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Finding_a_position_by_time : Finding_a_position_by_time<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Listing_streams : Listing_streams<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Counting_categories_and_types : Counting_categories_and_types<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Keeping_snapshots : Keeping_snapshots<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Keeping_time : Keeping_time<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Keeping_bytes : Keeping_bytes<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Deleting_streams : Deleting_streams<CassandraHarness>;

    [Collection(nameof(StoreCluster))]
    public sealed class Telling_that_something_changed : Telling_that_something_changed<CassandraHarness>;
}
