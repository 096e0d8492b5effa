using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Transfer;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Transfer;

public sealed partial class Exporting_events
{
    private static readonly string[] Foreign =
    [
        """{"specversion":"1.0","id":"7","source":"/a","type":"t","subject":"a-1","time":"2026-03-01T12:00:00.123456789+02:00","data":{ "a" : 1.0, "a":9007199254740993, "ü":"\u00fc" }}""",
        """{"specversion":"1.0","id":"8","source":"/a","type":"t","subject":"b-1","dataschema":"urn:x","zeta":1,"alpha":"ü\n","data":[1E400]}""",
        """{"specversion":"1.0","id":"CC6A5563-D217-5ED2-96B1-315468CD2B68","source":"/a","type":"t","subject":"a-1","actor":"jane","correlationid":"","datacontenttype":"text/plain","data":"line\nline"}""",
        """{"specversion":"1.0","id":"9","source":"/b","type":"t","subject":"a-1","schemaversion":4,"data_base64":"AAEC"}""",
        """{"specversion":"1.0","id":"10","source":"/b","type":"t","subject":"b-1"}""",
    ];

    [Fact]
    public async Task Writes_everything_that_a_line_of_an_import_had()
    {
        var store = new Store();
        await store.ImportAsync(Store.Lines(Foreign));

        var lines = WithoutAssigned(await store.ExportAsync()).TrimEnd('\n').Split('\n');

        Assert.Equal(
            """{"specversion":"1.0","id":"7","source":"/a","type":"t","subject":"a-1","time":"2026-03-01T12:00:00.123456789+02:00","datacontenttype":"application/json","data":{ "a" : 1.0, "a":9007199254740993, "ü":"\u00fc" }}""",
            lines[0]);
        Assert.Contains("""
            "dataschema":"urn:x","alpha":"ü\n","zeta":1,"data":[1E400]}
            """.Trim(), lines[1], StringComparison.Ordinal);
        Assert.Contains("\"id\":\"CC6A5563-D217-5ED2-96B1-315468CD2B68\"", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("""
            "datacontenttype":"text/plain","correlationid":"","actor":"jane","data":"line\nline"}
            """.Trim(), lines[2], StringComparison.Ordinal);
        Assert.EndsWith("""
            "datacontenttype":"application/octet-stream","schemaversion":4,"data_base64":"AAEC"}
            """.Trim(), lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Importing_them_elsewhere_and_exporting_there_gives_the_same_bytes()
    {
        var first = new Store();
        await first.ImportAsync(Store.Lines(Foreign));
        await AppendOwnAsync(first);
        var export = await first.ExportAsync();
        var second = new Store();
        second.Clock.Advance(TimeSpan.FromDays(100));

        var imported = await second.ImportAsync(export);

        Assert.True(imported.IsComplete);
        Assert.Equal(WithoutAssigned(export), WithoutAssigned(await second.ExportAsync()));
        Assert.NotEqual(export, await second.ExportAsync());
    }

    [Fact]
    public async Task Importing_them_where_they_came_from_adds_nothing()
    {
        var store = new Store();
        await store.ImportAsync(Store.Lines(Foreign));
        await AppendOwnAsync(store);

        var again = await store.ImportAsync(await store.ExportAsync());

        Assert.True(again.IsComplete, again.StoppedAt?.ToString());
        Assert.Equal((0, 9), (again.Total.Added, again.Total.AlreadyThere));
    }

    [Fact]
    public async Task Tells_what_the_store_assigned()
    {
        var store = new Store();
        await store.ImportAsync(Store.Line("a-1", "x"));

        var export = await store.ExportAsync();

        Assert.Matches("\"recordedtime\":\"2026-03-01T12:00:00[.0-9]*Z\",\"streamversion\":\"0\",\"feedposition\":\"p:1\"", export);
    }

    [Theory]
    [InlineData("a-1", null, 3)]
    [InlineData(null, "b", 2)]
    [InlineData(null, null, 5)]
    [InlineData("missing-1", null, 0)]
    public async Task Takes_a_stream_a_category_or_all(string? stream, string? category, int expected)
    {
        var store = new Store();
        await store.ImportAsync(Store.Lines(Foreign));
        await store.Storage.AppendAsync(AppendRequest.To(StreamId.Parse("$type-x"), ExpectedVersion.Any, NewJson(store, "{}")), Store.Token);
        var request = new ExportRequest { Stream = stream is null ? null : StreamId.Parse(stream), Category = category };

        var export = await store.ExportAsync(request);

        Assert.Equal(expected, export.Count(letter => letter == '\n'));
    }

    [Fact]
    public async Task Writes_many_pages_compressed()
    {
        var store = new Store();
        await store.ImportAsync(Store.Lines(Enumerable.Range(0, 1300).Select(i => Store.Line("a-1", $"n{i}"))));
        var output = new MemoryStream();

        var written = await new StreamExporter(store.Storage, store.Clock, NullLogger<StreamExporter>.Instance)
            .ExportAsync(new ExportRequest { Stream = StreamId.Parse("a-1"), Compress = true }, output, progress: null, Store.Token);

        Assert.Equal(1300, written.Events);
        using var plain = new StreamReader(new GZipStream(new MemoryStream(output.ToArray()), CompressionMode.Decompress));
        Assert.Equal(await store.ExportAsync(), await plain.ReadToEndAsync(Store.Token));
    }

    private static async Task AppendOwnAsync(Store store)
    {
        NewEvent[] events =
        [
            NewJson(store, "{\n  \"pretty\": [\r\n 1.0 ]\n}"),
            NewJson(store, "{}") with { Metadata = new EventMetadata { Extensions = new Dictionary<string, string> { ["odd name"] = "{ \"x\":\n1 }" } } },
            NewJson(store, "{}") with { OccurredAt = new DateTimeOffset(2020, 2, 29, 1, 2, 3, TimeSpan.FromHours(-5)) },
            NewJson(store, "<xml>\"ü\"</xml>") with { ContentType = "application/xml" },
        ];
        Assert.IsType<AppendOutcome.Appended>(
            await store.Storage.AppendAsync(AppendRequest.To(StreamId.Parse("own-1"), ExpectedVersion.NoStream, events), Store.Token));
    }

    private static NewEvent NewJson(Store store, string json) =>
        new() { Id = EventId.New(store.Clock), Type = "Own", Data = Encoding.UTF8.GetBytes(json) };

    private static string WithoutAssigned(string export) => Assigned().Replace(export, "");

    [GeneratedRegex("""
,"(recordedtime|streamversion|feedposition)":"[^"]*"
""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assigned();
}
