using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Looking_up_events<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    public static readonly TheoryData<ReadDirection, int> Ways = new()
    {
        { ReadDirection.Forward, 1 },
        { ReadDirection.Forward, 3 },
        { ReadDirection.Forward, 100 },
        { ReadDirection.Backward, 1 },
        { ReadDirection.Backward, 3 },
        { ReadDirection.Backward, 100 },
    };

    [Fact]
    public async Task An_event_is_found_by_its_id()
    {
        var wanted = Events.Next();
        await AppendedAsync("cart-1", Events.Next(), wanted, Events.Next());

        var found = await FindEventAsync(wanted.Id);

        Assert.NotNull(found);
        Assert.Equal(wanted.Id, found.Id);
        Assert.Equal(V(1), found.Version);
        Assert.Equal(Id("cart-1"), found.Stream);
    }

    [Fact]
    public async Task An_unknown_id_finds_nothing()
    {
        await AppendedAsync("cart-1", Events.Next());

        Assert.Null(await FindEventAsync(Events.Next().Id));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Events_are_found_by_correlation_id(ReadDirection direction, int pageSize)
    {
        await FillAsync();

        var found = await LookUpAsync(new EventLookup { CorrelationId = "c-1", Direction = direction, CountMax = pageSize });

        await AssertFoundAsync(e => e.Metadata.CorrelationId == "c-1", 6, direction, found);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Events_are_found_by_causation_id(ReadDirection direction, int pageSize)
    {
        await FillAsync();

        var found = await LookUpAsync(new EventLookup { CausationId = "k-1", Direction = direction, CountMax = pageSize });

        await AssertFoundAsync(e => e.Metadata.CausationId == "k-1", 6, direction, found);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Events_are_found_by_type(ReadDirection direction, int pageSize)
    {
        await FillAsync();

        var found = await LookUpAsync(new EventLookup { Type = "Added", Direction = direction, CountMax = pageSize });

        await AssertFoundAsync(e => e.Type == "Added", 6, direction, found);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Events_are_found_by_append(ReadDirection direction, int pageSize)
    {
        await FillAsync();
        var request = AppendRequest.To([To("cart-1", ExpectedVersion.Any, Events.Take(3)), To("cart-9", ExpectedVersion.Any, Events.Take(2))]);
        await Store.AppendAsync(request, Stop);
        await AppendedAsync("cart-1", Events.Next());

        var found = await LookUpAsync(new EventLookup { Append = request.Id, Direction = direction, CountMax = pageSize });

        await AssertFoundAsync(e => e.Append == request.Id, 5, direction, found);
    }

    [Theory]
    [InlineData("C-1")]
    [InlineData("c-")]
    [InlineData("c-1 ")]
    [InlineData("c-%")]
    [InlineData("")]
    public async Task A_look_up_compares_exactly(string correlationId)
    {
        await FillAsync();

        Assert.Empty(await LookUpAsync(new EventLookup { CorrelationId = correlationId, CountMax = 10 }));
        Assert.Empty(await LookUpAsync(new EventLookup { CausationId = correlationId, CountMax = 10 }));
        Assert.Empty(await LookUpAsync(new EventLookup { Type = correlationId, CountMax = 10 }));
    }

    [Fact]
    public async Task A_look_up_that_went_to_the_end_goes_on_with_what_came_later()
    {
        await FillAsync();
        var first = (await Store.LookUpAsync(new EventLookup { CorrelationId = "c-1", CountMax = 100 }, ReadOptions.Default, Stop)).Value;
        Assert.True(first.IsEnd);
        var later = Events.Next() with { Metadata = new EventMetadata { CorrelationId = "c-1" } };
        await AppendedAsync("cart-5", Events.Next(), later);

        var found = await LookUpAsync(new EventLookup { CorrelationId = "c-1", After = first.Next, CountMax = 100 });

        Assert.Equal([later.Id], IdsOf(found));
    }

    [Fact]
    public async Task A_page_size_outside_what_the_store_offers_is_an_error()
    {
        foreach (var countMax in new[] { 0, Store.Capabilities.PageMax + 1 })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                () => Store.LookUpAsync(new EventLookup { Type = "Added", CountMax = countMax }, ReadOptions.Default, Stop));
        }
    }

    private async Task AssertFoundAsync(Func<RecordedEvent, bool> isWanted, int count, ReadDirection direction, IReadOnlyList<RecordedEvent> found)
    {
        var wanted = (await ReadFeedAsync(direction: direction)).Where(isWanted).ToList();
        Assert.Equal(count, wanted.Count);
        Assert.Equal(IdsOf(wanted), IdsOf(found));
    }

    /// <summary>Six rounds: one event of c-1 caused by k-2, one of the system of c-2 caused by k-1, one that stands alone.</summary>
    private async Task FillAsync()
    {
        for (var round = 0; round < 6; round++)
        {
            await AppendedAsync($"cart-{round % 2}", Events.Next("Added") with { Metadata = new EventMetadata { CorrelationId = "c-1", CausationId = "k-2" } });
            await AppendedAsync("$ops-1", Events.Next("Watched") with { Metadata = new EventMetadata { CorrelationId = "c-2", CausationId = "k-1" } });
            await AppendedAsync("order-1", Events.Next("Closed"));
        }
    }
}
