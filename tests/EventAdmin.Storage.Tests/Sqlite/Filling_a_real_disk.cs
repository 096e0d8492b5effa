using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Sqlite;

/// <summary>On a file system that really is full, and is made larger.</summary>
public sealed class Filling_a_real_disk : SqliteStoreTest
{
    private const int ReserveBytes = 2 * 1024 * 1024;
    private SmallDisk? _disk;

    private string Reserve => Harness.Options.Path + ".reserve";

    public override async ValueTask InitializeAsync()
    {
        _disk = SmallDisk.TryMount(mebibytes: 16, out var reason);
        Assert.SkipUnless(_disk is not null, $"A small disk can't be mounted here: {reason}");
        Harness.Options.Path = System.IO.Path.Combine(_disk.Path, "events.db");
        Harness.Options.ReserveBytes = ReserveBytes;
        // Checkpoints meet the full disk as well.
        Harness.Options.CheckpointBytes = Harness.Options.TruncateBytes = 1024 * 1024;
        await base.InitializeAsync();
    }

    protected override ValueTask DisposeSurroundingsAsync()
    {
        _disk?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Appends_are_refused_reads_go_on_and_the_space_in_reserve_is_the_operators()
    {
        Assert.Equal(ReserveBytes, new FileInfo(Reserve).Length);

        var stored = await FillAsync();

        Assert.NotNull(Store.Health.FullSince);
        Assert.Null(Store.Health.DegradedReason);
        Assert.False(File.Exists(Reserve));
        Assert.Equal(stored, (await ReadFeedAsync()).Select(e => e.Id));
        Harness.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(RefusalReason.DiskFull, ReasonOf(await AppendAsync("big-1", Large())));
        Assert.True(new DriveInfo(Disk.Path).AvailableFreeSpace >= ReserveBytes);
    }

    [Fact]
    public async Task It_resumes_by_itself_once_there_is_space_even_when_nobody_appends()
    {
        var stored = await FillAsync();

        Disk.Resize(mebibytes: 64);
        Harness.Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.MaintainAsync(_ => { }, Stop);

        Assert.Null(Store.Health.FullSince);
        var resumed = Large();
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync("big-1", resumed));
        Assert.Equal([.. stored, resumed.Id], (await ReadFeedAsync()).Select(e => e.Id));
        Harness.Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.MaintainAsync(_ => { }, Stop);
        Assert.Equal(ReserveBytes, new FileInfo(Reserve).Length);
    }

    [Fact]
    public async Task A_store_that_ended_on_a_full_disk_opens_on_it_and_has_lost_nothing()
    {
        var stored = await FillAsync();

        await Harness.ReopenAsync(Stop);

        Assert.Null(Store.Health.DegradedReason);
        Assert.Equal(stored, (await ReadFeedAsync()).Select(e => e.Id));
    }

    private SmallDisk Disk => _disk ?? throw new InvalidOperationException("Expected a disk.");

    private NewEvent Large() => Events.NextWithData($"\"{new string('x', 60_000)}\"");

    // The ids of what was acknowledged, in order.
    private async Task<List<EventId>> FillAsync()
    {
        var stored = new List<EventId>();
        while (true)
        {
            var e = Large();
            var outcome = await AppendAsync("big-1", e);
            if (outcome is not AppendOutcome.Appended)
            {
                Assert.Equal(RefusalReason.DiskFull, ReasonOf(outcome));
                return stored;
            }

            stored.Add(e.Id);
        }
    }
}
