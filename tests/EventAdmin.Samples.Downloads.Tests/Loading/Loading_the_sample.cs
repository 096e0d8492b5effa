using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Samples.Downloads.History;
using EventAdmin.Samples.Downloads.Loading;
using EventAdmin.Testing.Storage;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.Loading;

public sealed class Loading_the_sample_in_memory : Loading_the_sample<InMemoryHarness>;

public sealed class Loading_the_sample_on_sqlite : Loading_the_sample<SqliteHarness>;

public abstract class Loading_the_sample<THarness> : IAsyncLifetime
    where THarness : IStoreHarness, new()
{
    private static readonly NewEvent Own = new() { Id = EventId.FromName("test", "own"), Type = "Own", Data = "{}"u8.ToArray() };

    private readonly THarness _harness = new();
    private EventStore? _open;
    private SampleLoader? _loaderOfOpen;

    private EventStore Store => _open!;

    private SampleLoader Loader => _loaderOfOpen!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _harness.OpenAsync(new EventLimits(), Cancel);
        _open = new EventStore(_harness.Storage);
        _loaderOfOpen = Sample.CreateLoader(_open, _harness.Clock);
    }

    [Fact]
    public async Task It_is_offered_to_an_empty_store_and_fills_it()
    {
        var before = await Loader.FindStatusAsync(Cancel);
        var outcome = await Loader.LoadAsync(progress: null, Cancel);
        var after = await Loader.FindStatusAsync(Cancel);

        var loaded = Assert.IsType<SampleLoadOutcome.Loaded>(outcome);
        var streams = (await Store.Storage.ListStreamsAsync(new StreamListRead { CountMax = 1000 }, ReadOptions.Default, Cancel)).Value.Streams;
        Assert.Equal((true, false), (before.CanLoad, before.CanRemove));
        Assert.Equal((false, true, true), (after.CanLoad, after.IsLoaded, after.CanRemove));
        Assert.Equal((loaded.Streams, loaded.Events), (streams.Count, streams.Sum(stream => stream.Count)));
    }

    [Fact]
    public async Task It_is_refused_by_a_store_with_streams_of_its_own()
    {
        await Store.AppendAsync(StreamId.Parse("order-1"), ExpectedVersion.NoStream, [Own], Cancel);

        var status = await Loader.FindStatusAsync(Cancel);
        var outcome = await Loader.LoadAsync(progress: null, Cancel);

        Assert.Equal((false, StreamId.Parse("order-1")), (status.CanLoad, status.OwnStream));
        Assert.Equal(new SampleLoadOutcome.StoreInUse(StreamId.Parse("order-1")), outcome);
    }

    [Fact]
    public async Task A_second_load_adds_nothing()
    {
        await Loader.LoadAsync(progress: null, Cancel);
        var head = await Store.Storage.FindFeedHeadAsync(Cancel);

        Assert.Equal(new SampleLoadOutcome.LoadedBefore(1), await Loader.LoadAsync(progress: null, Cancel));
        Assert.Equal(head, await Store.Storage.FindFeedHeadAsync(Cancel));
    }

    [Fact]
    public async Task A_load_that_was_cancelled_half_way_is_gone_on_with_and_ends_with_the_same_streams()
    {
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var halfWay = new Report(progress =>
        {
            if (progress.Done > progress.Total / 2)
                impatience.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Loader.LoadAsync(halfWay, impatience.Token));
        var status = await Loader.FindStatusAsync(Cancel);
        var loaded = Assert.IsType<SampleLoadOutcome.Loaded>(await Loader.LoadAsync(progress: null, Cancel));

        Assert.Equal((false, true, true), (status.IsLoaded, status.CanLoad, status.CanRemove));
        Assert.Equal(loaded.Events, (await Loader.DescribeRemovalAsync(Cancel)).Events);
        Assert.Equal(1, loaded.Load);
    }

    [Fact]
    public async Task Removal_takes_what_it_said_and_leaves_what_is_not_the_samples()
    {
        await Loader.LoadAsync(progress: null, Cancel);
        await Store.AppendAsync(StreamId.Parse("order-1"), ExpectedVersion.NoStream, [Own], Cancel);
        var head = await Store.Storage.FindFeedHeadAsync(Cancel);

        var said = await Loader.DescribeRemovalAsync(Cancel);
        var taken = await Loader.RemoveAsync(Cancel);

        var left = (await Store.Storage.ListStreamsAsync(new StreamListRead { CountMax = 10 }, ReadOptions.Default, Cancel)).Value.Streams;
        Assert.Equal(said.Streams, taken);
        Assert.Equal(["customer", "downloads", "license"], said.Categories.Select(category => category.Name));
        Assert.Equal("order-1", Assert.Single(left).Stream.Value);
        Assert.True(await Store.Storage.FindFeedHeadAsync(Cancel) > head);
        Assert.False((await Loader.FindStatusAsync(Cancel)).CanRemove);
    }

    [Fact]
    public async Task Removing_nothing_is_nothing()
    {
        Assert.Equal(0, await Loader.RemoveAsync(Cancel));
        Assert.Equal("Nothing of the sample is in the store.", (await Loader.DescribeRemovalAsync(Cancel)).ToString());
    }

    [Fact]
    public async Task After_a_removal_it_loads_again_and_the_stories_find_their_events()
    {
        await Loader.LoadAsync(progress: null, Cancel);
        await Loader.RemoveAsync(Cancel);

        var again = Assert.IsType<SampleLoadOutcome.Loaded>(await Loader.LoadAsync(progress: null, Cancel));

        var step = GuidedStories.All.Single(story => story.Id == "bug").Steps[1];
        var head = (await Store.Storage.FindHeadAsync(step.Stream, ReadOptions.Default, Cancel)).Value!;
        var page = await Store.Storage.ReadStreamAsync(
            new StreamRead { Stream = step.Stream, From = step.VersionIn(head), CountMax = 1 }, ReadOptions.Default, Cancel);
        Assert.Equal(2, again.Load);
        Assert.Equal(StreamVersion.Of(8), page.Value.Events[0].Version);
        Assert.Equal("LicenseReleased", page.Value.Events[0].Type);
    }

    public async ValueTask DisposeAsync()
    {
        _loaderOfOpen?.Dispose();
        await _harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private sealed class Report(Action<SampleProgress> report) : IProgress<SampleProgress>
    {
        void IProgress<SampleProgress>.Report(SampleProgress value) => report(value);
    }
}
