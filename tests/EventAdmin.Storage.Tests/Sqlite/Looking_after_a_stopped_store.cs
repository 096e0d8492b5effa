using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Maintenance;
using EventAdmin.Storage.Sqlite.Verification;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Looking_after_a_stopped_store : SqliteStoreTest
{
    private string Backup => Harness.Options.Path + ".backup";

    [Fact]
    public async Task A_sound_store_verifies_with_its_counts()
    {
        await FillAsync();
        using var stopped = await StopAsync();
        var told = new Told();

        var report = stopped.Verify(isDeep: true, told, Stop);

        Assert.True(report.IsSound);
        Assert.Equal((5L, 2L), (report.Events, report.Streams));
        Assert.Equal(new VerificationProgress(5, 5, report.Bytes), told.Last);
    }

    [Fact]
    public async Task The_first_bad_version_of_each_damaged_stream_is_named_and_the_stream_set_apart()
    {
        await FillAsync();
        using (var stopped = await StopAsync())
        {
            Damage("UPDATE events SET actor = 'mallory' WHERE position IN (2, 3, 5)");

            var report = stopped.Verify(isDeep: false, progress: null, Stop);

            Assert.Equal(
                ["cart-1 v1", "cart-2 v0"], report.Damaged.Select(damaged => $"{damaged.Stream} {damaged.Version}"));
        }

        await Harness.OpenAsync(new EventLimits(), Stop);
        Assert.Equal(RefusalReason.Degraded, ReasonOf(await AppendAsync("cart-1", Events.Next())));
    }

    [Theory]
    [InlineData("UPDATE events SET version = 9 WHERE position = 4")]
    [InlineData("DELETE FROM events WHERE position = 3")]
    [InlineData("DELETE FROM events WHERE position = 5")]
    public async Task A_hole_is_found(string damage)
    {
        await FillAsync();
        using var stopped = await StopAsync();
        Damage(damage);

        Assert.False(stopped.Verify(isDeep: false, progress: null, Stop).IsSound);
    }

    [Fact]
    public async Task A_backup_holds_what_the_store_held_and_can_be_put_in_its_place()
    {
        await FillAsync();
        var before = await ReadFeedAsync();
        using (var stopped = await StopAsync())
            Assert.True(stopped.BackUp(Backup, progress: null, Stop).IsSound);
        await Harness.OpenAsync(new EventLimits(), Stop);
        await AppendAsync("cart-9", Events.Next());

        string? replaced;
        using (var stopped = await StopAsync())
            (_, replaced) = stopped.Restore(Backup, progress: null, Stop);
        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.Null(Store.Health.DegradedReason);
        Assert.Equal(before.Select(e => e.Id), (await ReadFeedAsync()).Select(e => e.Id));
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync("cart-1", Events.Next()));
        Assert.True(File.Exists(replaced));
    }

    [Fact]
    public async Task A_damaged_backup_replaces_nothing()
    {
        await FillAsync();
        using (var stopped = await StopAsync())
        {
            stopped.BackUp(Backup, progress: null, Stop);
            Damage("UPDATE events SET actor = 'mallory' WHERE position = 2", Backup);

            var (report, replaced) = stopped.Restore(Backup, progress: null, Stop);

            Assert.Null(replaced);
            Assert.Equal("cart-1", Assert.Single(report.Damaged).Stream.Value);
        }

        await Harness.OpenAsync(new EventLimits(), Stop);
        Assert.Empty(Store.Health.Quarantined);
    }

    [Fact]
    public async Task A_damaged_store_is_not_backed_up_over_anything()
    {
        await FillAsync();
        using var stopped = await StopAsync();
        Damage("UPDATE events SET actor = 'mallory' WHERE position = 2");

        Assert.False(stopped.BackUp(Backup, progress: null, Stop).IsSound);
        Assert.False(File.Exists(Backup));
        await File.WriteAllTextAsync(Backup, "something else", Stop);
        Assert.Throws<IOException>(() => stopped.BackUp(Backup, progress: null, Stop));
    }

    [Fact]
    public async Task A_loss_that_was_accepted_is_an_event_and_the_store_takes_appends_again()
    {
        await FillAsync();
        using (var stopped = await StopAsync())
        {
            File.Delete(Harness.Options.Path + ".heads");
            var accepted = await stopped.AcceptLossAsync("kim", "the other disk died", Stop);
            Assert.Contains("missing", accepted, StringComparison.Ordinal);
            Assert.Null(await stopped.AcceptLossAsync("kim", "again", Stop));
        }

        await Harness.OpenAsync(new EventLimits(), Stop);

        var noted = Assert.Single(await ReadFeedAsync(), e => e.Type == "StoreLossAccepted");
        Assert.Contains("the other disk died", System.Text.Encoding.UTF8.GetString(noted.Data.Span), StringComparison.Ordinal);
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync("cart-1", Events.Next()));
    }

    [Fact]
    public async Task What_is_accepted_was_verified_before_and_damaged_streams_stay_apart()
    {
        await FillAsync();
        using (var stopped = await StopAsync())
        {
            File.Delete(Harness.Options.Path + ".heads");
            Damage("UPDATE events SET actor = 'mallory' WHERE position = 2");
            Assert.NotNull(await stopped.AcceptLossAsync("kim", "the other disk died", Stop));
        }

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.Null(Store.Health.DegradedReason);
        Assert.Equal(StreamId.Parse("cart-1"), Assert.Single(Store.Health.Quarantined).Stream);
        var noted = Assert.Single(await ReadFeedAsync(), e => e.Type == "StoreLossAccepted");
        Assert.Contains("cart-1", System.Text.Encoding.UTF8.GetString(noted.Data.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_is_lifted_only_once_all_of_it_fits_again()
    {
        await FillAsync();
        var cart = StreamId.Parse("cart-1");
        using (var stopped = await StopAsync())
        {
            Damage("UPDATE events SET actor = 'mallory' WHERE position = 2");
            stopped.Verify(isDeep: false, progress: null, Stop);
            Assert.Contains("v1", await stopped.LiftAsync(cart, "kim", "looked", Stop), StringComparison.Ordinal);
            Damage("UPDATE events SET actor = NULL WHERE position = 2");
            Assert.Null(await stopped.LiftAsync(cart, "kim", "row restored", Stop));
        }

        await Harness.OpenAsync(new EventLimits(), Stop);

        Assert.IsType<AppendOutcome.Appended>(await AppendAsync("cart-1", Events.Next()));
        Assert.Single(await ReadFeedAsync(), e => e.Type == "StreamQuarantineLifted");
    }

    [Fact]
    public void A_store_that_is_open_is_left_alone()
    {
        Assert.Throws<StoreUnusableException>(() => StoppedStore.Take(Harness.Options, Harness.Clock));
    }

    private async Task FillAsync()
    {
        await AppendAsync("cart-1", Events.Next(), Events.Next());
        await AppendAsync("cart-1", Events.Next());
        await AppendAsync("cart-1", Events.Next());
        await AppendAsync("cart-2", Events.Next());
    }

    private async Task<StoppedStore> StopAsync()
    {
        await Harness.DisposeStoreAsync();
        return StoppedStore.Take(Harness.Options, Harness.Clock);
    }

    private void Damage(string statement, string? path = null)
    {
        using var database = SqliteDatabase.Open(path ?? Harness.Options.Path);
        database.Execute(statement);
    }

    private sealed class Told : IProgress<VerificationProgress>
    {
        public VerificationProgress? Last { get; private set; }

        public void Report(VerificationProgress value) => Last = value;
    }
}
