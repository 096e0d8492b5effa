using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Listing_streams<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    /// <summary>In the order of their UTF-8 bytes, which is neither that of UTF-16 nor that of any language.</summary>
    private static readonly string[] InByteOrder =
    [
        "Zebra-1", "cart", "cart-%", "cart-%5", "cart-1", "cart-10", "cart-2", "cart-A", "cart-_", "cart-_x", "cart-a", "cart-xx",
        "cart-é", "cart-\u65E5", "cart-\uD7FF", "cart-\uE000", "cart-\uFFFD", "cart-\U00010000", "cart-\U0001F6D2", "cart-\U0001F6D2x", "cart-\U0010FFFF",
        "cartoon-1", "order-1",
    ];

    [Theory]
    [InlineData(ReadDirection.Forward, 1)]
    [InlineData(ReadDirection.Forward, 5)]
    [InlineData(ReadDirection.Forward, 100)]
    [InlineData(ReadDirection.Backward, 1)]
    [InlineData(ReadDirection.Backward, 5)]
    [InlineData(ReadDirection.Backward, 100)]
    public async Task Streams_are_listed_by_name_in_the_order_of_their_UTF8_bytes(ReadDirection direction, int pageSize)
    {
        await FillAsync();

        var listed = await ListAsync(new StreamListRead { Direction = direction, CountMax = pageSize });

        Assert.Equal(direction == ReadDirection.Forward ? InByteOrder : InByteOrder.Reverse(), listed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c")]
    [InlineData("cart")]
    [InlineData("cart-")]
    [InlineData("cart-1")]
    [InlineData("cart-%")]
    [InlineData("cart-_")]
    [InlineData("cart-A")]
    [InlineData("cart-é")]
    [InlineData("cart-\uD7FF")]
    [InlineData("cart-\uE000")]
    [InlineData("cart-\uFFFD")]
    [InlineData("cart-\U0001F6D2")]
    [InlineData("cart-\U0010FFFF")]
    [InlineData("\U0010FFFF")]
    [InlineData("cart-zzz")]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("*")]
    public async Task A_prefix_lists_the_streams_that_start_so_and_no_others(string prefix)
    {
        await FillAsync();
        var expected = InByteOrder.Where(stream => stream.StartsWith(prefix, StringComparison.Ordinal)).ToList();

        Assert.Equal(expected, await ListAsync(new StreamListRead { Prefix = prefix, CountMax = 2 }));
        Assert.Equal(expected.AsEnumerable().Reverse(), await ListAsync(new StreamListRead { Prefix = prefix, CountMax = 2, Direction = ReadDirection.Backward }));
    }

    [Fact]
    public async Task A_list_goes_on_beyond_the_stream_given_though_it_does_not_exist()
    {
        await FillAsync();

        var after = await ListAsync(new StreamListRead { Prefix = "cart-", After = Id("cart-1z"), CountMax = 100 });
        var before = await ListAsync(new StreamListRead { Prefix = "cart-", After = Id("cart-1z"), CountMax = 100, Direction = ReadDirection.Backward });
        var beyondThePrefix = await ListAsync(new StreamListRead { Prefix = "cart-", After = Id("d-1"), CountMax = 100 });

        Assert.Equal("cart-2", after[0]);
        Assert.Equal(["cart-10", "cart-1", "cart-%5", "cart-%"], before);
        Assert.Empty(beyondThePrefix);
    }

    [Fact]
    public async Task A_category_lists_only_its_streams()
    {
        await FillAsync();

        var listed = await ListAsync(new StreamListRead { Category = "cart", CountMax = 4 });

        Assert.Equal(InByteOrder.Where(stream => Id(stream).Category == "cart"), listed);
        Assert.Equal(["cartoon-1"], await ListAsync(new StreamListRead { Category = "cartoon", CountMax = 4 }));
        Assert.Empty(await ListAsync(new StreamListRead { Category = "car", CountMax = 4 }));
    }

    [Fact]
    public async Task A_category_and_a_prefix_hold_together()
    {
        await FillAsync();

        Assert.Equal(["cart-1", "cart-10"], await ListAsync(new StreamListRead { Category = "cart", Prefix = "cart-1", CountMax = 4 }));
        Assert.Empty(await ListAsync(new StreamListRead { Category = "order", Prefix = "cart-1", CountMax = 4 }));
    }

    [Fact]
    public async Task The_system_is_left_out_unless_asked_for()
    {
        await AppendedAsync("$ops-1", Events.Next());
        await AppendedAsync("cart-1", Events.Next());

        Assert.Equal(["cart-1"], await ListAsync(new StreamListRead { CountMax = 5 }));
        Assert.Equal(["$ops-1", "cart-1"], await ListAsync(new StreamListRead { CountMax = 5, IncludeSystem = true }));
        Assert.Equal(["cart-1"], await ListAsync(new StreamListRead { CountMax = 5, ByChange = true }));
        Assert.Equal(["cart-1", "$ops-1"], await ListAsync(new StreamListRead { CountMax = 5, ByChange = true, IncludeSystem = true }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Streams_are_listed_by_their_newest_change(int pageSize)
    {
        foreach (var stream in new[] { "a-1", "b-1", "c-1", "d-1", "e-1", "b-1", "a-1", "a-1" })
            await AppendedAsync(stream, Events.Next());

        Assert.Equal(["a-1", "b-1", "e-1", "d-1", "c-1"], await ListByChangeAsync(new StreamListRead { CountMax = pageSize, ByChange = true }));
    }

    [Fact]
    public async Task A_list_by_change_goes_on_before_the_position_given()
    {
        await AppendedAsync("a-1", Events.Next());
        var middle = await AppendedAsync("b-1", Events.Next());
        await AppendedAsync("c-1", Events.Next());

        Assert.Equal(["a-1"], await ListByChangeAsync(new StreamListRead { CountMax = 5, ByChange = true, ChangedBefore = middle.Position }));
    }

    [Fact]
    public async Task A_list_by_change_keeps_to_its_category_and_prefix()
    {
        foreach (var stream in new[] { "cart-1", "order-1", "cart-2", "cart-11", "order-2" })
            await AppendedAsync(stream, Events.Next());

        Assert.Equal(["cart-11", "cart-2", "cart-1"], await ListByChangeAsync(new StreamListRead { CountMax = 2, ByChange = true, Category = "cart" }));
        Assert.Equal(["cart-11", "cart-1"], await ListByChangeAsync(new StreamListRead { CountMax = 1, ByChange = true, Prefix = "cart-1" }));
    }

    [Fact]
    public async Task Each_stream_is_listed_with_its_head()
    {
        await AppendedAsync("cart-1", Events.Take(3));
        await AppendedAsync("cart-2", Events.Next());

        var page = (await Store.ListStreamsAsync(new StreamListRead { CountMax = 5 }, ReadOptions.Default, Stop)).Value;

        StreamHead[] heads = [(await FindHeadAsync("cart-1"))!, (await FindHeadAsync("cart-2"))!];
        Assert.Equal(heads, page.Streams);
        Assert.True(page.IsEnd);
        Assert.Null(page.NextBefore);
    }

    [Fact]
    public async Task A_page_size_outside_what_the_store_offers_is_an_error()
    {
        foreach (var countMax in new[] { 0, Store.Capabilities.PageMax + 1 })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                () => Store.ListStreamsAsync(new StreamListRead { CountMax = countMax }, ReadOptions.Default, Stop));
        }
    }

    private async Task FillAsync()
    {
        // Neither forward nor backward, so that the order of arrival can't be taken for the order of names.
        foreach (var stream in InByteOrder.Where((_, i) => i % 2 == 0).Concat(InByteOrder.Where((_, i) => i % 2 == 1).Reverse()))
            await AppendedAsync(stream, Events.Next());
    }

    private async Task<IReadOnlyList<string>> ListAsync(StreamListRead read)
    {
        var listed = new List<string>();
        StreamListPage page;
        do
        {
            page = (await Store.ListStreamsAsync(read, ReadOptions.Default, Stop)).Value;
            Assert.InRange(page.Streams.Count, page.IsEnd ? 0 : 1, read.CountMax);
            listed.AddRange(page.Streams.Select(head => head.Stream.Value));
            if (page.Streams.Count > 0)
                read = read with { After = page.Streams[^1].Stream };
        }
        while (!page.IsEnd);
        return listed;
    }

    private async Task<IReadOnlyList<string>> ListByChangeAsync(StreamListRead read)
    {
        var listed = new List<string>();
        StreamListPage page;
        do
        {
            page = (await Store.ListStreamsAsync(read, ReadOptions.Default, Stop)).Value;
            Assert.InRange(page.Streams.Count, 0, read.CountMax);
            listed.AddRange(page.Streams.Select(head => head.Stream.Value));
            if (!page.IsEnd)
            {
                Assert.NotNull(page.NextBefore);
                Assert.True(read.ChangedBefore is not { } before || page.NextBefore < before);
            }

            read = read with { ChangedBefore = page.NextBefore };
        }
        while (!page.IsEnd);
        return listed;
    }
}
