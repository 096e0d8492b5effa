using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Reading_a_stream<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task A_missing_stream_has_no_head_and_no_events()
    {
        await AppendedAsync("cart-10", Events.Next());

        var page = await PageAsync(new StreamRead { Stream = Id("cart-1"), CountMax = 10 });

        Assert.Null(page.Head);
        Assert.Empty(page.Events);
        Assert.Null(page.Next);
        Assert.Null(await FindHeadAsync("cart-1"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(11)]
    public async Task Pages_of_any_size_add_up_to_the_stream(int pageSize)
    {
        await FillAsync();

        var forward = await ReadStreamAsync("cart-1", pageSize: pageSize);
        var backward = await ReadStreamAsync("cart-1", ReadDirection.Backward, pageSize: pageSize);

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], VersionsOf(forward));
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], VersionsOf(backward));
        Assert.All(forward, e => Assert.Equal(Id("cart-1"), e.Stream));
    }

    [Theory]
    [InlineData(ReadDirection.Forward, 0, new long[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(ReadDirection.Forward, 7, new long[] { 7, 8, 9 })]
    [InlineData(ReadDirection.Forward, 9, new long[] { 9 })]
    [InlineData(ReadDirection.Forward, 10, new long[0])]
    [InlineData(ReadDirection.Forward, long.MaxValue, new long[0])]
    [InlineData(ReadDirection.Backward, 0, new long[] { 0 })]
    [InlineData(ReadDirection.Backward, 2, new long[] { 2, 1, 0 })]
    [InlineData(ReadDirection.Backward, 10, new long[] { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 })]
    [InlineData(ReadDirection.Backward, long.MaxValue, new long[] { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 })]
    public async Task A_read_begins_at_the_version_asked(ReadDirection direction, long from, long[] versions)
    {
        await FillAsync();

        Assert.Equal(versions, VersionsOf(await ReadStreamAsync("cart-1", direction, V(from), pageSize: 4)));
    }

    [Theory]
    [InlineData(ReadDirection.Forward)]
    [InlineData(ReadDirection.Backward)]
    public async Task A_page_that_ends_with_the_stream_says_so(ReadDirection direction)
    {
        await FillAsync();

        var page = await PageAsync(new StreamRead { Stream = Id("cart-1"), Direction = direction, CountMax = 10 });

        Assert.Equal(10, page.Events.Count);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_page_carries_the_head_as_it_stood()
    {
        await FillAsync();
        var head = await FindHeadAsync("cart-1");

        var page = await PageAsync(new StreamRead { Stream = Id("cart-1"), From = V(3), CountMax = 2 });

        Assert.NotNull(head);
        Assert.Equal(head, page.Head);
        Assert.Equal(V(5), page.Next);
    }

    [Fact]
    public async Task The_head_counts_what_the_stream_holds()
    {
        var first = Clock.GetUtcNow();
        await AppendedAsync("cart-1", Events.NextWithData("[1]"), Events.NextWithData("[12]"));
        await AppendedAsync("cart-2", Events.Next());
        Clock.Advance(TimeSpan.FromSeconds(5));
        var appended = await AppendedAsync("cart-1", Events.NextWithData("\"é\""));

        var head = await FindHeadAsync("cart-1");

        var expected = new StreamHead
        {
            Stream = Id("cart-1"),
            First = V(0),
            Last = V(2),
            FirstAt = first,
            LastAt = first.AddSeconds(5),
            LastPosition = appended.Position,
            Bytes = 3 + 4 + 4,
        };
        Assert.Equal(expected, head);
        Assert.Equal(3, head!.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_page_size_below_one_is_an_error(int countMax)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PageAsync(new StreamRead { Stream = Id("cart-1"), CountMax = countMax }));
    }

    [Fact]
    public async Task A_page_size_above_what_the_store_offers_is_an_error()
    {
        var tooMany = Store.Capabilities.PageMax + 1;

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PageAsync(new StreamRead { Stream = Id("cart-1"), CountMax = tooMany }));
    }

    [Fact]
    public async Task A_receipt_names_the_store_and_the_time()
    {
        await FillAsync();

        var receipt = (await Store.ReadStreamAsync(new StreamRead { Stream = Id("cart-1"), CountMax = 1 }, ReadOptions.Default, Stop)).Receipt;

        Assert.Equal(Store.Capabilities.Name, receipt.Store);
        Assert.Equal(Clock.GetUtcNow(), receipt.AnsweredAt);
        Assert.False(receipt.IsFallback);
        Assert.InRange(receipt.Copies, 1, 3);
    }

    private async Task FillAsync()
    {
        for (var i = 0; i < 5; i++)
        {
            await AppendedAsync("cart-1", Events.Take(2));
            await AppendedAsync("cart-11", Events.Next());
        }
    }

    private async Task<StreamPage> PageAsync(StreamRead read) => (await Store.ReadStreamAsync(read, ReadOptions.Default, Stop)).Value;
}
