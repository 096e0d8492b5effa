using EventAdmin.Storage.Tests.Contract;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests;

/// <summary>The contract, held against the SQLite store.</summary>
public static class SqliteContract
{
    public sealed class Appending_to_a_stream : Appending_to_a_stream<SqliteHarness>;

    public sealed class Appending_to_several_streams : Appending_to_several_streams<SqliteHarness>;

    public sealed class Appending_at_the_same_time : Appending_at_the_same_time<SqliteHarness>
    {
        protected override int Runs => 40;
    }

    public sealed class Answering_as_the_reference_does : Answering_as_the_reference_does<SqliteHarness>;

    public sealed class Reopening_a_store : Reopening_a_store<SqliteHarness>;

    public sealed class Retrying_an_append : Retrying_an_append<SqliteHarness>;

    public sealed class Keeping_event_ids_unique : Keeping_event_ids_unique<SqliteHarness>;

    public sealed class Refusing_an_append : Refusing_an_append<SqliteHarness>;

    public sealed class Cancelling_an_append : Cancelling_an_append<SqliteHarness>;

    public sealed class Reading_a_stream : Reading_a_stream<SqliteHarness>;

    public sealed class Reading_the_feed : Reading_the_feed<SqliteHarness>;

    public sealed class Looking_up_events : Looking_up_events<SqliteHarness>;

    public sealed class Finding_a_position_by_time : Finding_a_position_by_time<SqliteHarness>;

    public sealed class Listing_streams : Listing_streams<SqliteHarness>;

    public sealed class Counting_categories_and_types : Counting_categories_and_types<SqliteHarness>;

    public sealed class Keeping_snapshots : Keeping_snapshots<SqliteHarness>;

    public sealed class Keeping_time : Keeping_time<SqliteHarness>;

    public sealed class Keeping_bytes : Keeping_bytes<SqliteHarness>;

    public sealed class Deleting_streams : Deleting_streams<SqliteHarness>;

    public sealed class Telling_that_something_changed : Telling_that_something_changed<SqliteHarness>;

    public sealed class Asking_for_consistency : Asking_for_consistency<SqliteHarness>;
}
