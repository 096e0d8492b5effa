using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Tests.Sqlite;

/// <summary>The system answers EIO to another process's own calls, on one of its files.</summary>
public sealed class Meeting_a_failing_disk : IDisposable
{
    private const string OneFlushFails = "fsync:error=EIO:when=1";
    private const string EveryFlushFails = "fsync:error=EIO";
    private const string OneWriteFails = "pwrite64:error=EIO:when=1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventadmin-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder.FullName, "events.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("-wal")]
    [InlineData(".heads")]
    public async Task A_commit_whose_flush_fails_is_unknown_until_everything_was_verified_then_it_is_told_and_appends_go_on(string file)
    {
        var said = await RunAsync([Path + file], OneFlushFails);

        Assert.Equal(["unknown", "appended", "repeat", "reopened 1"], said);
        await CheckAsync("before", "first", "second");
    }

    [Fact]
    public async Task A_commit_that_can_not_be_written_is_not_executed_and_appends_go_on_after_everything_was_verified()
    {
        var said = await RunAsync([Path + "-wal"], OneWriteFails);

        Assert.Equal(["refused Degraded", "appended", "appended", "reopened 1"], said);
        await CheckAsync("before", "second", "first");
    }

    [Fact]
    public async Task A_checkpoint_whose_flush_fails_loses_nothing_and_appends_go_on_after_everything_was_verified()
    {
        var said = await RunAsync([Path], OneFlushFails, isCheckpointing: true);

        Assert.Equal(["appended", "appended", "repeat", "reopened 1"], said);
        await CheckAsync("before", "first", "second");
    }

    [Theory]
    [InlineData("-wal", "-wal")]
    [InlineData(".heads", ".heads.next")]
    public async Task Where_flushes_go_on_failing_nothing_is_taken_until_the_store_is_opened_on_a_sound_disk(string file, string nextFile)
    {
        var said = await RunAsync([Path + file, Path + nextFile], EveryFlushFails);

        Assert.Equal(["unknown", "refused Degraded", "refused Degraded", "reopened 0"], said);
        await CheckAsync("before", "first");
    }

    private async Task<string?[]> RunAsync(string[] paths, string fault, bool isCheckpointing = false)
    {
        using var process = StoreProcess.Start("store-process", "append-on-failing-disk", Path, isCheckpointing.ToString());
        Assert.Equal("ready", await process.ReadLineAsync(Stop));
        string?[] told;
        using (await SystemCallFaults.AttachAsync(process.Id, paths, fault))
        {
            await process.WriteLineAsync("go", Stop);
            told = [await process.ReadLineAsync(Stop), await process.ReadLineAsync(Stop)];
        }

        await process.WriteLineAsync("again", Stop);
        return [.. told, .. (await process.ReadToEndAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    // The file is opened again on a disk that does not fail, and holds just these, each once.
    private async Task CheckAsync(params string[] names)
    {
        await using var store = StoreProcessVerbs.Open(Path);
        var page = (await store.ReadFeedAsync(new FeedRead { CountMax = 10 }, ReadOptions.Default, Stop)).Value;

        Assert.Null(store.Health.DegradedReason);
        Assert.Equal(names.Select(name => FailingDiskVerb.Request(name).Streams[0].Events[0].Id), page.Events.Select(e => e.Id));
        foreach (var name in names)
            Assert.True(Assert.IsType<AppendOutcome.Appended>(await store.AppendAsync(FailingDiskVerb.Request(name), Stop)).IsRepeat);
    }
}
