using System.Text.Encodings.Web;
using System.Text.Json;

namespace EventAdmin.Client;

/// <summary>How bodies are written and read as JSON; server and client use the same.</summary>
public static class WireJson
{
    /// <summary>How deep the data of an event may nest.</summary>
    public const int DataDepthMax = 128;

    // Data stand inside of an event, a list and an envelope.
    private const int DepthAround = 8;

    /// <summary>Camel case, nesting deep enough for any event's data, text without needless escapes.</summary>
    public static readonly JsonSerializerOptions Options = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            MaxDepth = DataDepthMax + DepthAround,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
