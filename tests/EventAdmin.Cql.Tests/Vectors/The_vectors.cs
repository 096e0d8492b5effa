using System.Text.Json;

namespace EventAdmin.Cql.Tests.Vectors;

public sealed class The_vectors
{
    // Every field that a theory reads, by key. A new field in the file is a test that is missing here.
    private static readonly Dictionary<string, string[]> KnownFields = new(StringComparer.Ordinal)
    {
        ["murmur3"] = ["hex", "token", "note"],
        ["routing_keys"] = ["components", "routing_key", "token"],
        ["types"] = ["type", "value", "hex", "decoded_by_driver", "note"],
        ["types_decode"] = ["type", "hex", "value", "error", "note"],
        ["vints"] = ["kind", "value", "hex"],
        ["timeuuid_parts"] = ["instant", "node", "clock", "uuid", "hex", "date_back"],
        ["timeuuid_minmax"] = ["instant", "min", "max"],
        ["type_class_names"] = ["class", "parsed"],
        ["request_frames"] = ["version", "message", "stream", "params", "frame"],
        ["responses"] = ["what", "frame", "parsed_by_driver"],
        ["lz4"] = ["name", "plain", "v4_compressed_body", "note"],
        ["token_maps"] = ["name", "nodes", "strategy", "options", "replicas"],
        ["v5_segments/crc24_koopman"] = ["data", "bytes", "crc24"],
        ["v5_segments/crc32_seeded"] = ["hex", "crc32"],
        ["v5_segments/segments"] =
            ["name", "compressed", "self_contained", "payload", "payload_rule", "header", "trailer", "segment", "note"],
        ["v5_segments/corrupt"] = ["name", "segment", "expect"],
    };

    private static readonly string[] NotTested = ["murmur3_notes", "request_frames_notes", "token_maps_notes", "source", "notes"];

    [Fact]
    public void Have_no_key_that_no_test_reads()
    {
        var known = KnownFields.Keys.Select(static path => path.Split('/')[0]).Append("codes").Concat(NotTested).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], VectorFile.Root.EnumerateObject().Select(static key => key.Name).Where(key => !known.Contains(key)));
        Assert.Equal(
            ["corrupt", "crc24_koopman", "crc32_seeded", "notes", "segments"],
            VectorFile.At("v5_segments").EnumerateObject().Select(static key => key.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["consistency", "column_types"], VectorFile.At("codes").EnumerateObject().Select(static key => key.Name));
    }

    [Fact]
    public void Have_no_field_that_no_test_reads()
    {
        var unknown = KnownFields.SelectMany(static key => VectorFile.At(key.Key).EnumerateArray()
            .SelectMany(static entry => entry.EnumerateObject())
            .Select(static field => field.Name)
            .Where(name => !key.Value.Contains(name))
            .Select(name => $"{key.Key}.{name}"));

        Assert.Equal([], unknown.Distinct());
    }

    [Fact]
    public void Have_no_parameter_or_parsed_field_that_no_test_reads()
    {
        var parameters = VectorFile.At("request_frames").EnumerateArray().SelectMany(static entry => Names(entry, "params"));
        var parsed = VectorFile.At("responses").EnumerateArray().SelectMany(static entry => Names(entry, "parsed_by_driver"));

        Assert.Equal([], parameters.Except(Requests_of_the_vectors.KnownParameters));
        Assert.Equal([], parsed.Except(Responses_of_the_vectors.KnownFields));
    }

    [Fact]
    public void Are_overruled_by_the_specification_only_where_they_still_have_the_entry()
    {
        var entries = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in VectorFile.At("types_decode").EnumerateArray())
            entries.Add($"types_decode/{entry.Text("type")} {entry.Text("hex")}");
        foreach (var entry in VectorFile.At("type_class_names").EnumerateArray())
            entries.Add($"type_class_names/{entry.Text("class")}");
        foreach (var entry in VectorFile.At("responses").EnumerateArray())
            entries.Add($"responses/{entry.Text("what")}");
        foreach (var entry in VectorFile.At("token_maps").EnumerateArray())
            entries.Add($"token_maps/{entry.Text("name")}");

        Assert.Equal([], SpecificationWins.Rules.Select(static rule => $"{rule.Key}/{rule.Entry}").Where(entry => !entries.Contains(entry)));
    }

    private static IEnumerable<string> Names(JsonElement entry, string field) =>
        entry.GetProperty(field).EnumerateObject().Select(static property => property.Name);
}
