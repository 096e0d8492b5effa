using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Refusing_an_append<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    protected override EventLimits Limits { get; } = new()
    {
        StreamIdLengthMax = 16,
        TypeLengthMax = 16,
        MetadataLengthMax = 36,
        EventBytesMax = 1024,
        AppendEventsMax = 3,
        AppendBytesMax = 2048,
    };

    [Fact]
    public async Task An_append_without_events_is_invalid()
    {
        AssertRefused(RefusalReason.Invalid, await AppendAsync("cart-1", ExpectedVersion.Any));
        AssertRefused(RefusalReason.Invalid, await AppendAsync([]));
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task An_event_id_twice_in_one_append_is_invalid()
    {
        var e = Events.Next();

        var outcome = await AppendAsync("cart-1", ExpectedVersion.Any, e, e);

        Assert.Contains(e.Id.ToString(), AssertRefused(RefusalReason.Invalid, outcome).Detail, StringComparison.Ordinal);
        await AssertNothingStoredAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{'a':1}")]
    [InlineData("// nothing\n{}")]
    [InlineData("NaN")]
    [InlineData("\"\\uD800\"")]
    [InlineData("\uFEFF{}")]
    public async Task Data_that_is_not_JSON_is_invalid(string data)
    {
        var e = Events.NextWithData(data);

        var outcome = await AppendAsync("cart-1", ExpectedVersion.Any, Events.Next(), e);

        Assert.Contains(e.Id.ToString(), AssertRefused(RefusalReason.Invalid, outcome).Detail, StringComparison.Ordinal);
        await AssertNothingStoredAsync();
    }

    [Theory]
    [InlineData("\"", "\"")]
    [InlineData("{\"", "\":1}")]
    [InlineData("{\"a\":[\"", "\"]}")]
    public async Task Data_that_is_not_UTF8_is_invalid(string before, string after)
    {
        byte[] data = [.. Encoding.UTF8.GetBytes(before), 0xC3, 0x28, .. Encoding.UTF8.GetBytes(after)];

        var outcome = await AppendAsync("cart-1", ExpectedVersion.Any, Events.Next() with { Data = data });

        AssertRefused(RefusalReason.Invalid, outcome);
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task Data_of_another_content_type_may_be_any_bytes()
    {
        byte[] data = [0xFF, 0x00, 0xC3, 0x28];
        var e = Events.Next() with { Data = data, ContentType = "application/octet-stream" };

        await AppendedAsync("cart-1", e);

        var stored = Assert.Single(await ReadStreamAsync("cart-1"));
        Assert.Equal(data, stored.Data.ToArray());
        Assert.Equal("application/octet-stream", stored.ContentType);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\u0000b")]
    public async Task A_type_that_no_store_could_keep_is_invalid(string type)
    {
        AssertRefused(RefusalReason.Invalid, await AppendAsync("cart-1", ExpectedVersion.Any, Events.Next() with { Type = type }));
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_invalid_for_no_store_could_keep_it()
    {
        const string HalfAPair = "\uD83D";

        AssertRefused(RefusalReason.Invalid, await AppendAsync("cart-1", ExpectedVersion.Any, Events.Next(HalfAPair)));
        AssertRefused(RefusalReason.Invalid, await AppendAsync("cart-1", ExpectedVersion.Any, Events.Next() with { ContentType = HalfAPair }));
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task Metadata_that_no_store_could_keep_is_invalid()
    {
        const string HalfAPair = "\uDED2";
        EventMetadata[] broken =
        [
            new() { CorrelationId = HalfAPair },
            new() { CausationId = HalfAPair },
            new() { Actor = HalfAPair },
            new() { Source = HalfAPair },
            new() { Extensions = new Dictionary<string, string> { [HalfAPair] = "1" } },
            new() { Extensions = new Dictionary<string, string> { ["a"] = HalfAPair } },
        ];

        foreach (var metadata in broken)
            AssertRefused(RefusalReason.Invalid, await AppendAsync("cart-1", ExpectedVersion.Any, Events.Next() with { Metadata = metadata }));

        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task A_schema_version_below_one_is_invalid()
    {
        AssertRefused(RefusalReason.Invalid, await AppendAsync("cart-1", ExpectedVersion.Any, Events.Next() with { SchemaVersion = 0 }));
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task A_stream_id_may_be_as_long_as_its_limit_and_no_longer()
    {
        await AppendedAsync(new string('s', 16), Events.Next());

        var outcome = await AppendAsync(new string('s', 17), ExpectedVersion.Any, Events.Next());

        AssertNames("StreamIdLengthMax", "17", "16", outcome);
    }

    [Fact]
    public async Task The_limit_of_stream_ids_holds_for_conditions_too()
    {
        var outcome = await AppendAsync(To("cart-1", ExpectedVersion.Any, Events.Next()), To(new string('s', 17), ExpectedVersion.NoStream));

        AssertNames("StreamIdLengthMax", "17", "16", outcome);
    }

    [Fact]
    public async Task A_type_may_be_as_long_as_its_limit_and_no_longer()
    {
        await AppendedAsync("cart-1", Events.Next(new string('t', 16)));

        var outcome = await AppendAsync("cart-1", ExpectedVersion.Any, Events.Next(new string('t', 17)));

        AssertNames("TypeLengthMax", "17", "16", outcome);
    }

    [Fact]
    public async Task A_metadata_value_may_be_as_long_as_its_limit_and_no_longer()
    {
        var (fits, doesNot) = (new string('m', 36), new string('m', 37));
        await AppendedAsync("cart-1", Events.Next() with { Metadata = new EventMetadata { CorrelationId = fits, CausationId = fits, Actor = fits, Source = fits } });

        EventMetadata[] tooLong = [new() { CorrelationId = doesNot }, new() { CausationId = doesNot }, new() { Actor = doesNot }, new() { Source = doesNot }];
        foreach (var metadata in tooLong)
            AssertNames("MetadataLengthMax", "37", "36", await AppendAsync("cart-1", ExpectedVersion.Any, Events.Next() with { Metadata = metadata }));
    }

    [Fact]
    public async Task The_data_of_an_event_may_be_as_large_as_its_limit_and_no_larger()
    {
        await AppendedAsync("cart-1", Events.NextWithData(JsonOf(1024)));

        var outcome = await AppendAsync("cart-1", ExpectedVersion.Any, Events.NextWithData(JsonOf(1025)));

        AssertNames("EventBytesMax", "1025", "1024", outcome);
    }

    [Fact]
    public async Task An_append_may_have_as_many_events_as_its_limit_and_no_more()
    {
        await AppendedAsync("cart-1", Events.Take(3));

        var outcome = await AppendAsync(To("cart-1", ExpectedVersion.Any, Events.Take(2)), To("cart-2", ExpectedVersion.Any, Events.Take(2)));

        AssertNames("AppendEventsMax", "4", "3", outcome);
    }

    [Fact]
    public async Task An_append_may_be_as_large_as_its_limit_and_no_larger()
    {
        const int Beside = 5 + 16;
        var half = JsonOf(1024 - Beside);
        await AppendedAsync("cart-1", Sized("Noted", half), Sized("Noted", half));

        var outcome = await AppendAsync("cart-1", ExpectedVersion.Any, Sized("Noted", half), Sized("Noted1", half));

        AssertNames("AppendBytesMax", "2049", "2048", outcome);
    }

    [Fact]
    public async Task A_broken_rule_is_told_before_a_conflict()
    {
        var outcome = await AppendAsync("cart-1", ExpectedVersion.StreamExists, Events.NextWithData("{"));

        AssertRefused(RefusalReason.Invalid, outcome);
    }

    private static string JsonOf(int bytes) => $"\"{new string('x', bytes - 2)}\"";

    private NewEvent Sized(string type, string data) => Events.NextWithData(data) with { Type = type };

    private static void AssertNames(string limit, string found, string allowed, AppendOutcome outcome)
    {
        var detail = AssertRefused(RefusalReason.LimitExceeded, outcome).Detail;
        Assert.Contains(limit, detail, StringComparison.Ordinal);
        Assert.Contains(found, detail, StringComparison.Ordinal);
        Assert.Contains(allowed, detail, StringComparison.Ordinal);
    }
}
