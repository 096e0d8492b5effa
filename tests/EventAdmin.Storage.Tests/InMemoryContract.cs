using EventAdmin.Storage.Tests.Contract;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests;

/// <summary>The contract, held against the reference store.</summary>
public static class InMemoryContract
{
    public sealed class Appending_to_a_stream : Appending_to_a_stream<InMemoryHarness>;

    public sealed class Appending_to_several_streams : Appending_to_several_streams<InMemoryHarness>;

    public sealed class Appending_at_the_same_time : Appending_at_the_same_time<InMemoryHarness>;

    public sealed class Retrying_an_append : Retrying_an_append<InMemoryHarness>;

    public sealed class Keeping_event_ids_unique : Keeping_event_ids_unique<InMemoryHarness>;

    public sealed class Refusing_an_append : Refusing_an_append<InMemoryHarness>;

    public sealed class Cancelling_an_append : Cancelling_an_append<InMemoryHarness>;

    public sealed class Reading_a_stream : Reading_a_stream<InMemoryHarness>;

    public sealed class Reading_the_feed : Reading_the_feed<InMemoryHarness>;

    public sealed class Looking_up_events : Looking_up_events<InMemoryHarness>;

    public sealed class Finding_a_position_by_time : Finding_a_position_by_time<InMemoryHarness>;

    public sealed class Listing_streams : Listing_streams<InMemoryHarness>;

    public sealed class Counting_categories_and_types : Counting_categories_and_types<InMemoryHarness>;

    public sealed class Keeping_snapshots : Keeping_snapshots<InMemoryHarness>;

    public sealed class Keeping_time : Keeping_time<InMemoryHarness>;

    public sealed class Keeping_bytes : Keeping_bytes<InMemoryHarness>;

    public sealed class Deleting_streams : Deleting_streams<InMemoryHarness>;

    public sealed class Telling_that_something_changed : Telling_that_something_changed<InMemoryHarness>;

    public sealed class Asking_for_consistency : Asking_for_consistency<InMemoryHarness>;
}
