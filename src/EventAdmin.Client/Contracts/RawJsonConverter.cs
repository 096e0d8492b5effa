using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventAdmin.Client.Contracts;

/// <summary>Writes JSON as it was read: blanks, escapes and every digit.</summary>
internal sealed class RawJsonConverter : JsonConverter<JsonElement>
{
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => writer.WriteRawValue(value.GetRawText());
}
