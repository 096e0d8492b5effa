using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Appending_to_a_stream<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task The_first_event_gets_version_zero()
    {
        var outcome = await AppendAsync("cart-1", ExpectedVersion.NoStream, Events.Next());

        var appended = Assert.IsType<AppendOutcome.Appended>(outcome);
        Assert.Equal([new AppendedStream(Id("cart-1"), V(0), V(0))], appended.Streams);
        Assert.False(appended.IsRepeat);
        Assert.Equal(Clock.GetUtcNow(), appended.RecordedAt);
        Assert.Equal([0], VersionsOf(await ReadStreamAsync("cart-1")));
    }

    [Fact]
    public async Task Many_events_get_versions_one_after_the_other()
    {
        await AppendedAsync("cart-1", Events.Take(2));
        var events = Events.Take(5);

        var appended = await AppendedAsync("cart-1", events);

        Assert.Equal([new AppendedStream(Id("cart-1"), V(2), V(6))], appended.Streams);
        var stored = await ReadStreamAsync("cart-1");
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], VersionsOf(stored));
        Assert.Equal(IdsOf(events), IdsOf(stored.Skip(2)));
    }

    [Fact]
    public async Task The_outcome_names_the_append_and_the_position_of_its_last_event()
    {
        var request = AppendRequest.To(Id("cart-1"), ExpectedVersion.Any, Events.Take(3));

        var appended = Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(request, Stop));

        var stored = await ReadStreamAsync("cart-1");
        Assert.Equal(request.Id, appended.Append);
        Assert.All(stored, e => Assert.Equal(request.Id, e.Append));
        Assert.Equal(stored[^1].Position, appended.Position);
        Assert.Equal(appended.Position, await Store.FindFeedHeadAsync(Stop));
    }

    [Fact]
    public async Task A_new_stream_is_refused_when_the_stream_exists()
    {
        await AppendedAsync("cart-1", Events.Take(3));

        var outcome = await AppendAsync("cart-1", ExpectedVersion.NoStream, Events.Next());

        Assert.Equal(new AppendOutcome.Conflict(Id("cart-1"), ExpectedVersion.NoStream, V(2)), outcome);
        Assert.Equal(3, (await ReadStreamAsync("cart-1")).Count);
    }

    [Fact]
    public async Task Any_version_is_accepted_when_any_is_expected()
    {
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync("cart-1", ExpectedVersion.Any, Events.Next()));
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync("cart-1", ExpectedVersion.Any, Events.Next()));

        Assert.Equal([0, 1], VersionsOf(await ReadStreamAsync("cart-1")));
    }

    [Fact]
    public async Task An_existing_stream_is_accepted_when_one_is_expected()
    {
        await AppendedAsync("cart-1", Events.Next());

        var outcome = await AppendAsync("cart-1", ExpectedVersion.StreamExists, Events.Next());

        Assert.IsType<AppendOutcome.Appended>(outcome);
    }

    [Fact]
    public async Task A_missing_stream_is_refused_when_one_is_expected()
    {
        var outcome = await AppendAsync("cart-1", ExpectedVersion.StreamExists, Events.Next());

        Assert.Equal(new AppendOutcome.Conflict(Id("cart-1"), ExpectedVersion.StreamExists, Actual: null), outcome);
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task The_exact_version_is_accepted()
    {
        await AppendedAsync("cart-1", Events.Take(3));

        var outcome = await AppendAsync("cart-1", Exactly(2), Events.Next());

        var appended = Assert.IsType<AppendOutcome.Appended>(outcome);
        Assert.Equal(V(3), appended.Streams[0].First);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_stale_expected_version_is_refused(long staleVersion)
    {
        await AppendedAsync("cart-1", Events.Take(3));

        var outcome = await AppendAsync("cart-1", Exactly(staleVersion), Events.Next());

        Assert.Equal(new AppendOutcome.Conflict(Id("cart-1"), Exactly(staleVersion), V(2)), outcome);
        Assert.Equal(3, (await ReadStreamAsync("cart-1")).Count);
    }

    [Fact]
    public async Task An_expected_version_ahead_of_the_stream_is_refused()
    {
        await AppendedAsync("cart-1", Events.Take(3));

        var outcome = await AppendAsync("cart-1", Exactly(3), Events.Next());

        Assert.Equal(new AppendOutcome.Conflict(Id("cart-1"), Exactly(3), V(2)), outcome);
    }

    [Fact]
    public async Task An_exact_version_of_a_missing_stream_is_refused()
    {
        var outcome = await AppendAsync("cart-1", Exactly(0), Events.Next());

        Assert.Equal(new AppendOutcome.Conflict(Id("cart-1"), Exactly(0), Actual: null), outcome);
    }

    [Fact]
    public async Task Streams_whose_ids_differ_in_case_or_end_are_different_streams()
    {
        foreach (var stream in new[] { "cart-a", "cart-A", "cart-a.", "cart-a1", "Cart-a" })
            Assert.IsType<AppendOutcome.Appended>(await AppendAsync(stream, ExpectedVersion.NoStream, Events.Next()));

        Assert.Single(await ReadStreamAsync("cart-a"));
    }

    [Theory]
    [InlineData("käse-ß")]
    [InlineData("カート-四十二")]
    [InlineData("cart-🛒🛒")]
    [InlineData("cart-e\u0301")]
    [InlineData("cart-%_\\'\"")]
    [InlineData("cart-\uFFFD\uE000")]
    [InlineData("$system-1")]
    public async Task A_stream_id_may_hold_any_text(string stream)
    {
        var appended = await AppendedAsync(stream, Events.Next());

        Assert.Equal(Id(stream), appended.Streams[0].Stream);
        Assert.Equal(Id(stream), Assert.Single(await ReadStreamAsync(stream)).Stream);
        Assert.Equal(Id(stream), (await FindHeadAsync(stream))?.Stream);
    }

    [Fact]
    public async Task Composed_and_decomposed_letters_name_different_streams()
    {
        await AppendedAsync("cart-\u00E9", Events.Next());

        Assert.IsType<AppendOutcome.Appended>(await AppendAsync("cart-e\u0301", ExpectedVersion.NoStream, Events.Next()));
    }

    [Fact]
    public async Task What_was_acknowledged_is_seen_by_every_read_that_follows()
    {
        for (var i = 0; i < 20; i++)
        {
            var e = Events.Next();
            var appended = await AppendedAsync("cart-1", e);

            Assert.Equal(V(i), (await FindHeadAsync("cart-1"))?.Last);
            Assert.Equal(appended.Position, await Store.FindFeedHeadAsync(Stop));
            Assert.Equal(appended.Position, (await FindEventAsync(e.Id))?.Position);
        }
    }
}
