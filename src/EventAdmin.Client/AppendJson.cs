using System.Text.Encodings.Web;
using System.Text.Json;

namespace EventAdmin.Client;

/// <summary>How appends are written on the wire; server and client use the same.</summary>
public static class AppendJson
{
    /// <summary>The value of a problem's <c>outcome</c> when nothing was stored.</summary>
    public const string NotExecuted = "not-executed";

    /// <summary>The value of a problem's <c>outcome</c> when it is not known whether anything was stored.</summary>
    public const string Unknown = "unknown";

    /// <summary>Camel case, nesting to 128, text without needless escapes.</summary>
    public static readonly JsonSerializerOptions Options = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            MaxDepth = 128,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
