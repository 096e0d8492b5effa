using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Transfer;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Transfer;

public sealed class Reading_a_cloud_event
{
    [Fact]
    public void Takes_every_attribute_to_its_place()
    {
        var good = Good("""
            {"specversion":"1.0","id":"cc6a5563-d217-5ed2-96b1-315468cd2b68","source":"/tests","type":"Renamed","subject":"thing-1",
            "time":"2012-09-29T13:52:40.1234567Z","datacontenttype":"application/json","dataschema":"urn:schema:1","schemaversion":3,
            "correlationid":"c1","causationid":"c2","actor":"jane","tenant":"t\u0031","urgent":true,"weight":7,"nothing":null,
            "recordedtime":"2020-01-01T00:00:00Z","streamversion":"9","feedposition":"p:9","data":{ "a": 1.0, "b": 9007199254740993 }}
            """.ReplaceLineEndings(""));

        var e = good.Event;
        Assert.Equal("thing-1", good.Stream.Value);
        Assert.Equal("cc6a5563-d217-5ed2-96b1-315468cd2b68", e.Id.ToString());
        Assert.Equal(("Renamed", 3, "application/json"), (e.Type, e.SchemaVersion, e.ContentType));
        Assert.Equal(new DateTimeOffset(2012, 9, 29, 13, 52, 40, TimeSpan.Zero).AddTicks(1234567), e.OccurredAt);
        Assert.Equal("""{ "a": 1.0, "b": 9007199254740993 }""", Encoding.UTF8.GetString(e.Data.Span));
        Assert.Equal(("c1", "c2", "jane", "/tests"), (e.Metadata.CorrelationId, e.Metadata.CausationId, e.Metadata.Actor, e.Metadata.Source));
        Assert.Equal(
            """dataschema="urn:schema:1" tenant="t\u0031" urgent=true weight=7""",
            string.Join(' ', e.Metadata.Extensions.Select(extension => $"{extension.Key}={extension.Value}")));
    }

    [Fact]
    public void Makes_one_id_of_an_id_that_is_no_guid_and_its_source()
    {
        var first = Good(WithId("7", "/a")).Event;

        Assert.Equal(EventId.FromName("/a", "7"), first.Id);
        Assert.NotEqual(first.Id, Good(WithId("7", "/b")).Event.Id);
        Assert.Equal("\"7\"", first.Metadata.Extensions["$id"]);
    }

    [Theory]
    [InlineData("2026-03-01T10:00:00Z", null)]
    [InlineData("2026-03-01T10:00:00.5Z", null)]
    [InlineData("2026-03-01T10:00:00.50Z", "\"2026-03-01T10:00:00.50Z\"")]
    [InlineData("2026-03-01T12:00:00+02:00", "\"2026-03-01T12:00:00+02:00\"")]
    [InlineData("2026-03-01T10:00:00.123456789Z", "\"2026-03-01T10:00:00.123456789Z\"")]
    [InlineData("2026-03-01t10:00:00z", "\"2026-03-01t10:00:00z\"")]
    public void Keeps_a_time_that_is_written_otherwise_than_it_would_be(string time, string? kept)
    {
        var e = Good(Minimal($"\"time\":\"{time}\"")).Event;

        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero), e.OccurredAt!.Value.AddTicks(-(e.OccurredAt.Value.Ticks % TimeSpan.TicksPerSecond)));
        Assert.Equal(kept, e.Metadata.Extensions.GetValueOrDefault("$time"));
    }

    [Theory]
    [InlineData("\"data\":1.50", "1.50", "application/json")]
    [InlineData("\"data\":null", "null", "application/json")]
    [InlineData("\"x\":1", "null", "application/json")]
    [InlineData("\"data\":\"a\\u0062\"", "\"a\\u0062\"", "application/json")]
    [InlineData("\"datacontenttype\":\"text/plain\",\"data\":\"a\\u0062\"", "ab", "text/plain")]
    [InlineData("\"data_base64\":\"AGI=\"", "\0b", "application/octet-stream")]
    [InlineData("\"datacontenttype\":\"application/json\",\"data_base64\":\"W10=\"", "[]", "application/json")]
    [InlineData("\"datacontenttype\":\"application/vnd.x+json\",\"data\":[1]", "[1]", "application/vnd.x+json")]
    [InlineData("\"datacontenttype\":\"image/png\"", "", "image/png")]
    public void Takes_data_as_its_content_type_says(string attributes, string expected, string contentType)
    {
        var e = Good(Minimal(attributes)).Event;

        Assert.Equal((expected, contentType), (Encoding.UTF8.GetString(e.Data.Span), e.ContentType));
    }

    [Theory]
    [InlineData("not json", "not JSON at byte")]
    [InlineData("{\"specversion\":\"1.0\"", "not JSON at byte")]
    [InlineData("[]", "NDJSON")]
    [InlineData("7", "not a JSON object")]
    [InlineData("{}", "no 'specversion'")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"s","type":"t","subject":"a-1"}""", "specversion '0.3'")]
    [InlineData("""{"specversion":"1.0","source":"s","type":"t","subject":"a-1"}""", "no 'id'")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"","type":"t","subject":"a-1"}""", "no 'source'")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":7,"subject":"a-1"}""", "no 'type'")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t"}""", "no 'subject'")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","subject":" a"}""", "no stream id")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"$type-x"}""", "stream of the system")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"a-1","id":"2"}""", "'id' is there twice")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"a-1","actor":7}""", "'actor' is not a text")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"a-1","time":"yesterday"}""", "RFC 3339")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"a-1","time":"2026-03-01T10:00:00"}""", "RFC 3339")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"a-1","time":"2026-02-30T10:00:00Z"}""", "RFC 3339")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"a-1","data":1,"data_base64":""}""", "both")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"a-1","data_base64":"?"}""", "not Base64")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"a-1","schemaversion":0}""", "schemaversion 0")]
    [InlineData("""{"specversion":"1.0","id":"\ud800","source":"s","type":"t","subject":"a-1"}""", "not valid Unicode")]
    public void Says_what_is_wrong_with_a_line(string line, string expected) =>
        Assert.Contains(expected, Assert.IsType<CloudEventLine.Bad>(CloudEventsReader.Read(Encoding.UTF8.GetBytes(line))).Reason, StringComparison.Ordinal);

    [Fact]
    public void Refuses_bytes_that_are_not_utf8() =>
        Assert.Equal(new CloudEventLine.Bad("not UTF-8."), CloudEventsReader.Read([(byte)'"', 0xC3, (byte)'"']));

    private static CloudEventLine.Good Good(string line) =>
        Assert.IsType<CloudEventLine.Good>(CloudEventsReader.Read(Encoding.UTF8.GetBytes(line)));

    private static string Minimal(string attributes) =>
        $$"""{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"a-1",{{attributes}}}""";

    private static string WithId(string id, string source) =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"{{source}}","type":"t","subject":"a-1"}""";
}
