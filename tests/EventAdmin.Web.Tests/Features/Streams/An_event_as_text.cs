using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Features.Streams;

namespace EventAdmin.Web.Tests.Features.Streams;

public sealed class An_event_as_text : IAsyncDisposable
{
    private readonly PageHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("0.1000000000000000055")]
    [InlineData("1.0")]
    public async Task Keeps_every_number_as_it_is_stored(string number)
    {
        var e = await StoredAsync(_host.NextWithData($$"""{"n":{{number}}}"""));

        Assert.Contains(number, EventTexts.Json(e), StringComparison.Ordinal);
        Assert.Contains(number, EventTexts.CloudEvent(e), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', EventTexts.CloudEvent(e));
    }

    [Fact]
    public async Task That_is_not_JSON_travels_as_base64()
    {
        var e = await StoredAsync(_host.Next() with { Data = new byte[] { 0xFF, 0x00 }, ContentType = "application/octet-stream" });

        Assert.False(EventTexts.IsJson(e));
        Assert.Null(EventTexts.TextOf(e.Data.Span));
        Assert.Contains("\"/wA=\"", EventTexts.Json(e), StringComparison.Ordinal);
    }

    [Fact]
    public void In_hexadecimal_stands_in_rows_of_sixteen() => Assert.Equal(
        "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  0123456789abcdef\n"
        + "00000010  0a                                                .\n",
        EventTexts.Hex(Encoding.ASCII.GetBytes("0123456789abcdef\n")));

    [Fact]
    public async Task As_a_command_names_the_stream_as_links_do()
    {
        var e = await StoredAsync(_host.Next(), "a/b 'c'");

        Assert.Equal(
            "curl -sS 'http://localhost/api/streams/~YS9iICdjJw/events/0/payload'",
            EventTexts.Curl(e, new Uri("http://localhost/")));
    }

    private async Task<RecordedEvent> StoredAsync(NewEvent e, string stream = "cart-1")
    {
        await _host.AppendAsync(stream, e);
        return await _host.Streams.FindEventAsync(e.Id, TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException("Expected the event that was appended.");
    }
}
