using EventAdmin.EventSourcing.Events;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Keeping_time<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task The_recorded_time_is_the_clocks_to_a_ten_millionth_of_a_second()
    {
        Clock.Advance(TimeSpan.FromTicks(3));

        await AppendedAsync("cart-1", Events.Next());

        var stored = Assert.Single(await ReadStreamAsync("cart-1"));
        Assert.Equal(Clock.GetUtcNow(), stored.RecordedAt);
        Assert.Equal(TimeSpan.Zero, stored.RecordedAt.Offset);
    }

    [Fact]
    public async Task The_recorded_time_never_goes_back_though_the_clock_does()
    {
        var newest = Clock.GetUtcNow();
        await AppendedAsync("cart-1", Events.Next());
        Clock.AdjustTime(newest.AddHours(-1));

        var appended = await AppendedAsync("cart-2", Events.Next());
        Clock.AdjustTime(newest.AddTicks(1));
        await AppendedAsync("cart-3", Events.Next());

        Assert.Equal(newest, appended.RecordedAt);
        Assert.Equal([newest, newest, newest.AddTicks(1)], (await ReadFeedAsync()).Select(e => e.RecordedAt));
    }

    [Fact]
    public async Task The_recorded_time_does_not_fall_back_when_its_newest_event_is_deleted()
    {
        var newest = Clock.GetUtcNow();
        await AppendedAsync("cart-1", Events.Next());
        await Store.DeleteStreamsAsync([Id("cart-1")], Stop);
        Clock.AdjustTime(newest.AddHours(-1));

        Assert.Equal(newest, (await AppendedAsync("cart-2", Events.Next())).RecordedAt);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(1L)]
    [InlineData(621_355_968_000_000_000L)]
    [InlineData(638_000_000_000_000_001L)]
    [InlineData(638_000_000_001_234_567L)]
    [InlineData(3_155_378_975_999_999_999L)]
    public async Task The_occurred_time_is_kept_to_a_ten_millionth_of_a_second(long ticks)
    {
        var occurredAt = new DateTimeOffset(ticks, TimeSpan.Zero);

        await AppendedAsync("cart-1", Events.Next() with { OccurredAt = occurredAt });

        Assert.Equal(occurredAt, Assert.Single(await ReadStreamAsync("cart-1")).OccurredAt);
    }

    [Fact]
    public async Task The_occurred_time_is_told_in_UTC()
    {
        var elsewhere = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-9.5));

        await AppendedAsync("cart-1", Events.Next() with { OccurredAt = elsewhere });

        var stored = Assert.Single(await ReadStreamAsync("cart-1"));
        Assert.Equal(elsewhere, stored.OccurredAt);
        Assert.Equal(TimeSpan.Zero, stored.OccurredAt.Offset);
    }

    [Fact]
    public async Task An_event_of_which_no_time_is_given_occurred_when_it_was_recorded()
    {
        await AppendedAsync("cart-1", Events.Next());

        var stored = Assert.Single(await ReadStreamAsync("cart-1"));
        Assert.Equal(stored.RecordedAt, stored.OccurredAt);
    }

    [Fact]
    public async Task Occurred_times_may_come_in_any_order()
    {
        var start = Clock.GetUtcNow();
        var events = new[] { 5, 1, 3 }.Select(hours => Events.Next() with { OccurredAt = start.AddHours(hours) }).ToArray();

        await AppendedAsync("cart-1", events);

        Assert.Equal(events.Select(e => e.OccurredAt!.Value), (await ReadStreamAsync("cart-1")).Select(e => e.OccurredAt));
    }
}
