using System.Text.Json;
using System.Text.Json.Serialization;
using EventAdmin.Client;

namespace EventAdmin.Web.Features.Append;

/// <summary>An append to one stream as it is read: <see cref="Client.Contracts.AppendBody"/> with the data left where they are in the body.</summary>
internal sealed class AppendWire
{
    public string? Expected { get; set; }

    public Guid? AppendId { get; set; }

    [JsonRequired]
    public List<EventWire> Events { get; set; } = [];
}

/// <summary>An append to several streams as it is read.</summary>
internal sealed class AppendsWire
{
    public Guid? AppendId { get; set; }

    [JsonRequired]
    public List<StreamAppendWire> Streams { get; set; } = [];
}

internal sealed class StreamAppendWire
{
    [JsonRequired]
    public string Stream { get; set; } = "";

    public string? Expected { get; set; }

    public List<EventWire> Events { get; set; } = [];
}

internal sealed class EventWire
{
    public Guid? Id { get; set; }

    [JsonRequired]
    public string Type { get; set; } = "";

    public int SchemaVersion { get; set; } = 1;

    [JsonRequired]
    public JsonPlace Data { get; set; }

    public DateTimeOffset? Time { get; set; }

    public string? CorrelationId { get; set; }

    public string? CausationId { get; set; }

    public string? Actor { get; set; }

    public string? Source { get; set; }
}

/// <summary>Where a value stands in the body that was read, so that its bytes are kept as they are and parsed no second time.</summary>
[JsonConverter(typeof(JsonPlaceConverter))]
internal readonly record struct JsonPlace(int Start, int End);

/// <summary>Only for a body that is read as one piece: then places are counted from its first byte.</summary>
internal sealed class JsonPlaceConverter : JsonConverter<JsonPlace>
{
    public override bool HandleNull => true;

    public override JsonPlace Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new JsonPlace(start, (int)reader.BytesConsumed);
    }

    public override void Write(Utf8JsonWriter writer, JsonPlace value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A place in a body is only read.");
}

/// <summary>Reads appends. Members that are not known are refused: a typing error must not lose a correlation id.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    MaxDepth = WireJson.DataDepthMax + 8,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(AppendWire))]
[JsonSerializable(typeof(AppendsWire))]
internal sealed partial class AppendWireJson : JsonSerializerContext;
