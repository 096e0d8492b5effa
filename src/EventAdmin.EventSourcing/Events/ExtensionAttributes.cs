using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventAdmin.EventSourcing.Events;

/// <summary>Extension attributes as stores hold them: a JSON object of name to the JSON text of the value, as a string, so that it stays byte for byte.</summary>
public static partial class ExtensionAttributes
{
    /// <summary>The text to store; null when there are none.</summary>
    public static string? ToStore(IReadOnlyDictionary<string, string> extensions)
    {
        ArgumentNullException.ThrowIfNull(extensions);
        return extensions.Count == 0
            ? null
            : JsonSerializer.Serialize(new Dictionary<string, string>(extensions, StringComparer.Ordinal), Json.Relaxed.DictionaryStringString);
    }

    /// <summary>Reads a stored text, UTF-8.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static IReadOnlyDictionary<string, string> FromStore(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Json.Relaxed.DictionaryStringString)
        ?? throw new InvalidOperationException("Expected an object of extension attributes, found null.");

    [JsonSerializable(typeof(Dictionary<string, string>))]
    private sealed partial class Json : JsonSerializerContext
    {
        public static readonly Json Relaxed = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
