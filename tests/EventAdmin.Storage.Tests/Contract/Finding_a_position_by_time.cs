using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Finding_a_position_by_time<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task An_empty_feed_has_only_its_start()
    {
        Assert.Equal(FeedPosition.Start, await Store.FindPositionAsync(Clock.GetUtcNow(), Stop));
    }

    [Fact]
    public async Task An_instant_stands_before_every_event_recorded_at_it()
    {
        var appended = await FillAsync();

        for (var i = 0; i < appended.Count; i++)
        {
            var before = i == 0 ? FeedPosition.Start : appended[i - 1].Position;
            Assert.Equal(before, await Store.FindPositionAsync(appended[i].RecordedAt, Stop));
            Assert.Equal(appended[i].Position, await Store.FindPositionAsync(appended[i].RecordedAt.AddTicks(1), Stop));
        }
    }

    [Fact]
    public async Task An_instant_before_everything_stands_at_the_start_and_one_after_everything_at_the_head()
    {
        var appended = await FillAsync();

        Assert.Equal(FeedPosition.Start, await Store.FindPositionAsync(DateTimeOffset.MinValue, Stop));
        Assert.Equal(appended[^1].Position, await Store.FindPositionAsync(DateTimeOffset.MaxValue, Stop));
    }

    [Fact]
    public async Task The_offset_of_an_instant_does_not_matter()
    {
        var appended = await FillAsync();
        var elsewhere = appended[2].RecordedAt.ToOffset(TimeSpan.FromHours(5.5));

        Assert.Equal(appended[1].Position, await Store.FindPositionAsync(elsewhere, Stop));
    }

    [Fact]
    public async Task Reading_on_from_it_starts_at_that_time()
    {
        var appended = await FillAsync();
        var instant = appended[2].RecordedAt;

        var position = await Store.FindPositionAsync(instant, Stop);

        Assert.All(await ReadFeedAsync(after: position), e => Assert.True(e.RecordedAt >= instant));
        Assert.Equal(instant, (await ReadFeedAsync(after: position))[0].RecordedAt);
    }

    /// <summary>Four appends of three events each, all events of one append recorded at the same time.</summary>
    private async Task<IReadOnlyList<AppendOutcome.Appended>> FillAsync()
    {
        var appended = new List<AppendOutcome.Appended>();
        for (var i = 0; i < 4; i++)
        {
            appended.Add(await AppendedAsync($"cart-{i % 2}", Events.Take(3)));
            Clock.Advance(TimeSpan.FromTicks(2));
        }

        return appended;
    }
}
