using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Samples.Downloads.History;
using EventAdmin.Samples.Downloads.Loading;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.Loading;

public sealed class Loading_the_sample : IDisposable
{
    private static readonly NewEvent Own = new() { Id = EventId.FromName("test", "own"), Type = "Own", Data = "{}"u8.ToArray() };

    private readonly EventStore _store;
    private readonly SampleLoader _loader;

    public Loading_the_sample()
    {
        var clock = Sample.CreateClock();
        _store = Sample.CreateStore(clock);
        _loader = Sample.CreateLoader(_store, clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_offered_to_an_empty_store_and_fills_it()
    {
        var before = await _loader.FindStatusAsync(Cancel);
        var outcome = await _loader.LoadAsync(progress: null, Cancel);
        var after = await _loader.FindStatusAsync(Cancel);

        var loaded = Assert.IsType<SampleLoadOutcome.Loaded>(outcome);
        var streams = (await _store.Storage.ListStreamsAsync(new StreamListRead { CountMax = 1000 }, ReadOptions.Default, Cancel)).Value.Streams;
        Assert.Equal((true, false), (before.CanLoad, before.CanRemove));
        Assert.Equal((false, true, true), (after.CanLoad, after.IsLoaded, after.CanRemove));
        Assert.Equal((loaded.Streams, loaded.Events), (streams.Count, streams.Sum(stream => stream.Count)));
    }

    [Fact]
    public async Task It_is_refused_by_a_store_with_streams_of_its_own()
    {
        await _store.AppendAsync(StreamId.Parse("order-1"), ExpectedVersion.NoStream, [Own], Cancel);

        var status = await _loader.FindStatusAsync(Cancel);
        var outcome = await _loader.LoadAsync(progress: null, Cancel);

        Assert.Equal((false, StreamId.Parse("order-1")), (status.CanLoad, status.OwnStream));
        Assert.Equal(new SampleLoadOutcome.StoreInUse(StreamId.Parse("order-1")), outcome);
    }

    [Fact]
    public async Task A_second_load_adds_nothing()
    {
        await _loader.LoadAsync(progress: null, Cancel);
        var head = await _store.Storage.FindFeedHeadAsync(Cancel);

        Assert.Equal(new SampleLoadOutcome.LoadedBefore(1), await _loader.LoadAsync(progress: null, Cancel));
        Assert.Equal(head, await _store.Storage.FindFeedHeadAsync(Cancel));
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

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _loader.LoadAsync(halfWay, impatience.Token));
        var status = await _loader.FindStatusAsync(Cancel);
        var loaded = Assert.IsType<SampleLoadOutcome.Loaded>(await _loader.LoadAsync(progress: null, Cancel));

        Assert.Equal((false, true, true), (status.IsLoaded, status.CanLoad, status.CanRemove));
        Assert.Equal(loaded.Events, (await _loader.DescribeRemovalAsync(Cancel)).Events);
        Assert.Equal(1, loaded.Load);
    }

    [Fact]
    public async Task Removal_takes_what_it_said_and_leaves_what_is_not_the_samples()
    {
        await _loader.LoadAsync(progress: null, Cancel);
        await _store.AppendAsync(StreamId.Parse("order-1"), ExpectedVersion.NoStream, [Own], Cancel);
        var head = await _store.Storage.FindFeedHeadAsync(Cancel);

        var said = await _loader.DescribeRemovalAsync(Cancel);
        var taken = await _loader.RemoveAsync(Cancel);

        var left = (await _store.Storage.ListStreamsAsync(new StreamListRead { CountMax = 10 }, ReadOptions.Default, Cancel)).Value.Streams;
        Assert.Equal(said.Streams, taken);
        Assert.Equal(["customer", "downloads", "license"], said.Categories.Select(category => category.Name));
        Assert.Equal("order-1", Assert.Single(left).Stream.Value);
        Assert.True(await _store.Storage.FindFeedHeadAsync(Cancel) > head);
        Assert.False((await _loader.FindStatusAsync(Cancel)).CanRemove);
    }

    [Fact]
    public async Task Removing_nothing_is_nothing()
    {
        Assert.Equal(0, await _loader.RemoveAsync(Cancel));
        Assert.Equal("Nothing of the sample is in the store.", (await _loader.DescribeRemovalAsync(Cancel)).ToString());
    }

    [Fact]
    public async Task After_a_removal_it_loads_again_and_the_stories_find_their_events()
    {
        await _loader.LoadAsync(progress: null, Cancel);
        await _loader.RemoveAsync(Cancel);

        var again = Assert.IsType<SampleLoadOutcome.Loaded>(await _loader.LoadAsync(progress: null, Cancel));

        var step = GuidedStories.All.Single(story => story.Id == "bug").Steps[1];
        var head = (await _store.Storage.FindHeadAsync(step.Stream, ReadOptions.Default, Cancel)).Value!;
        var page = await _store.Storage.ReadStreamAsync(
            new StreamRead { Stream = step.Stream, From = step.VersionIn(head), CountMax = 1 }, ReadOptions.Default, Cancel);
        Assert.Equal(2, again.Load);
        Assert.Equal(StreamVersion.Of(8), page.Value.Events[0].Version);
        Assert.Equal("LicenseReleased", page.Value.Events[0].Type);
    }

    public void Dispose() => _loader.Dispose();

    private sealed class Report(Action<SampleProgress> report) : IProgress<SampleProgress>
    {
        void IProgress<SampleProgress>.Report(SampleProgress value) => report(value);
    }
}
