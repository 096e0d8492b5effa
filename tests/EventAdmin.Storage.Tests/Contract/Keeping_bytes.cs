using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Keeping_bytes<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Theory]
    [InlineData("1.0")]
    [InlineData("9007199254740993")]
    [InlineData("-0")]
    [InlineData("1E400")]
    [InlineData("0.10000000000000000000000000000000000001")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData(" { \"b\" : 1 ,\r\n\t\"a\" : [ ] , \"a\" : 2 } ")]
    [InlineData("\"\\u0000\\/\\ud83d\\uded2\"")]
    [InlineData("\"ü 日本 🛒 \u2028\"")]
    public async Task Data_comes_back_byte_for_byte(string json)
    {
        await AppendedAsync("cart-1", Events.NextWithData(json));

        Assert.Equal(Encoding.UTF8.GetBytes(json), Assert.Single(await ReadStreamAsync("cart-1")).Data.ToArray());
        Assert.Equal(Encoding.UTF8.GetBytes(json), Assert.Single(await ReadFeedAsync()).Data.ToArray());
    }

    [Fact]
    public async Task The_largest_event_comes_back_byte_for_byte()
    {
        var largest = new byte[Limits.EventBytesMax];
        new Random(42).NextBytes(largest);

        await AppendedAsync("cart-1", Events.Next() with { Data = largest, ContentType = "application/octet-stream" });

        var stored = Assert.Single(await ReadStreamAsync("cart-1")).Data;
        Assert.True(stored.Span.SequenceEqual(largest));
    }

    [Fact]
    public async Task An_event_without_data_has_none()
    {
        await AppendedAsync("cart-1", Events.Next() with { Data = default, ContentType = "text/plain" });

        Assert.True(Assert.Single(await ReadStreamAsync("cart-1")).Data.IsEmpty);
    }

    [Fact]
    public async Task Everything_about_an_event_comes_back()
    {
        var e = Events.Next("Ünïcode 類型") with
        {
            SchemaVersion = int.MaxValue,
            ContentType = "application/cloudevents+json; charset=utf-8",
            OccurredAt = Clock.GetUtcNow().AddDays(-400),
            Metadata = new EventMetadata
            {
                CorrelationId = "corr 🛒",
                CausationId = "caus\u0000e",
                Actor = " agent@example.org ",
                Source = "https://example.org/a?b=%20#c",
                Extensions = new Dictionary<string, string>
                {
                    ["number"] = "1.0",
                    ["big"] = "9007199254740993",
                    ["text"] = "\"a\\u0000\\\"b\"",
                    ["object"] = "{ \"a\" : [1,\n2] }",
                    ["Größe"] = "null",
                    ["empty"] = "",
                    [""] = "true",
                },
            },
        };

        await AppendedAsync("cart-1", e);

        foreach (var stored in new[] { (await ReadStreamAsync("cart-1"))[0], (await ReadFeedAsync())[0], (await FindEventAsync(e.Id))! })
        {
            Assert.Equal(e.Id, stored.Id);
            Assert.Equal(e.Type, stored.Type);
            Assert.Equal(e.SchemaVersion, stored.SchemaVersion);
            Assert.Equal(e.ContentType, stored.ContentType);
            Assert.Equal(e.OccurredAt, stored.OccurredAt);
            Assert.Equal(e.Metadata, stored.Metadata);
            Assert.Equal(e.Data.ToArray(), stored.Data.ToArray());
        }
    }

    [Fact]
    public async Task What_is_absent_stays_absent_and_what_is_empty_stays_empty()
    {
        await AppendedAsync(
            "cart-1",
            Events.Next(),
            Events.Next() with { Metadata = new EventMetadata { CorrelationId = "", CausationId = "", Actor = "", Source = "" } });

        var stored = await ReadStreamAsync("cart-1");

        Assert.Equal(EventMetadata.None, stored[0].Metadata);
        Assert.Equal(new EventMetadata { CorrelationId = "", CausationId = "", Actor = "", Source = "" }, stored[1].Metadata);
    }

    [Fact]
    public async Task A_writer_that_uses_its_buffer_again_does_not_change_what_is_stored()
    {
        var buffer = "{\"n\":1}"u8.ToArray();
        await AppendedAsync("cart-1", Events.Next() with { Data = buffer });

        buffer.AsSpan().Fill((byte)'x');

        Assert.Equal("{\"n\":1}"u8.ToArray(), Assert.Single(await ReadStreamAsync("cart-1")).Data.ToArray());
    }

    [Fact]
    public async Task An_id_of_any_shape_comes_back()
    {
        foreach (var text in new[] { "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "00112233-4455-6677-8899-aabbccddeeff" })
        {
            var e = Events.Next() with { Id = new EventId(Guid.Parse(text)) };
            await AppendedAsync("cart-1", e);

            Assert.Equal(text, (await FindEventAsync(e.Id))?.Id.ToString());
        }
    }
}
