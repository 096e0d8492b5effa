using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Counting_categories_and_types<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task An_empty_store_has_neither()
    {
        Assert.Empty(await CategoriesAsync());
        Assert.Empty(await TypesAsync());
    }

    [Fact]
    public async Task Each_category_counts_its_streams_and_events()
    {
        var start = Clock.GetUtcNow();
        await AppendedAsync("cart-1", Events.Take(3));
        await AppendedAsync("cart-2", Events.Take(2));
        await AppendedAsync("cart", Events.Next());
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendedAsync("order-1", Events.Next());
        await AppendedAsync("cart-1", Events.Next());
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendedAsync("order-1", Events.Next());

        Assert.Equal(
            [new CategoryCount("cart", 3, 7, start.AddSeconds(1)), new CategoryCount("order", 1, 2, start.AddSeconds(2))],
            await CategoriesAsync());
    }

    [Fact]
    public async Task Categories_are_listed_in_the_order_of_their_UTF8_bytes()
    {
        string[] inByteOrder = ["Z", "a", "é", "\uFFFD", "\U0001F6D2"];
        foreach (var category in inByteOrder.Reverse())
            await AppendedAsync($"{category}-1", Events.Next());

        Assert.Equal(inByteOrder, (await CategoriesAsync()).Select(category => category.Name));
    }

    [Fact]
    public async Task The_system_is_left_out_unless_asked_for()
    {
        await AppendedAsync("$ops-1", Events.Next());
        await AppendedAsync("cart-1", Events.Next());

        Assert.Equal(["cart"], (await Store.ListCategoriesAsync(includeSystem: false, Stop)).Value.Select(category => category.Name));
        Assert.Equal(["$ops", "cart"], (await Store.ListCategoriesAsync(includeSystem: true, Stop)).Value.Select(category => category.Name));
    }

    [Fact]
    public async Task Each_type_counts_its_events()
    {
        await AppendedAsync("cart-1", Events.Next("b"), Events.Next("a"), Events.Next("b"));
        await AppendedAsync("$ops-1", Events.Next("\U0001F6D2"), Events.Next("\uFFFD"), Events.Next("B"));

        Assert.Equal(
            [new TypeCount("B", 1), new TypeCount("a", 1), new TypeCount("b", 2), new TypeCount("\uFFFD", 1), new TypeCount("\U0001F6D2", 1)],
            await TypesAsync());
    }

    [Fact]
    public async Task A_retry_and_a_refused_append_are_not_counted()
    {
        var e = Events.Next("a");
        await AppendedAsync("cart-1", e);

        await AppendAsync("cart-1", ExpectedVersion.Any, e);
        await AppendAsync("cart-1", ExpectedVersion.NoStream, Events.Next("a"));
        await AppendAsync(To("cart-1", ExpectedVersion.Any, Events.Next("a")), To("order-1", ExpectedVersion.StreamExists, Events.Next("b")));

        Assert.Equal([new TypeCount("a", 1)], await TypesAsync());
        var category = Assert.Single(await CategoriesAsync());
        Assert.Equal((1, 1), (category.Streams, category.Events));
    }

    private async Task<IReadOnlyList<CategoryCount>> CategoriesAsync() => (await Store.ListCategoriesAsync(includeSystem: true, Stop)).Value;

    private async Task<IReadOnlyList<TypeCount>> TypesAsync() => (await Store.ListTypesAsync(Stop)).Value;
}
