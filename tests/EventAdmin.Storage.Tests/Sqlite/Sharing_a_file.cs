using System.Globalization;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Tests.Sqlite;

public sealed class Sharing_a_file : SqliteStoreTest
{
    [Fact]
    public async Task A_second_process_is_refused_and_told_the_first()
    {
        using var second = StoreProcess.Start("store-process", "open", Store.Path);

        var refusal = await second.ReadLineAsync(Stop);

        Assert.Contains($"process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)} ", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_store_in_the_same_process_is_refused()
    {
        var refusal = Assert.Throws<StoreUnusableException>(() => StoreProcessVerbs.Open(Store.Path));

        Assert.Contains("in use", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_way_to_the_same_file_is_no_way_round()
    {
        var link = Store.Path + ".link";
        File.CreateSymbolicLink(link, Store.Path);

        Assert.Throws<StoreUnusableException>(() => StoreProcessVerbs.Open(link));
    }

    [Fact]
    public async Task A_killed_process_leaves_the_file_free()
    {
        await Harness.DisposeStoreAsync();
        using var first = StoreProcess.Start("store-process", "open", Harness.Options.Path);
        Assert.Equal("open", await first.ReadLineAsync(Stop));
        var whileHeld = Assert.Throws<StoreUnusableException>(() => StoreProcessVerbs.Open(Harness.Options.Path));
        Assert.Contains($"process {first.Id.ToString(CultureInfo.InvariantCulture)} ", whileHeld.Message, StringComparison.Ordinal);

        await first.KillAsync(Stop);

        await using var storage = StoreProcessVerbs.Open(Harness.Options.Path);
        Assert.IsType<AppendOutcome.Appended>(await storage.AppendAsync(WriterPlan.Request(round: 0, writer: 0, number: 0), Stop));
    }
}
