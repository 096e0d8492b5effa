using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Web.Http.Api;

/// <summary>How answers are written. Made at compile time, so that an append costs no reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(AppendReceipt))]
[JsonSerializable(typeof(AppendsReceipt))]
[JsonSerializable(typeof(StreamDescription))]
[JsonSerializable(typeof(StreamsPage))]
[JsonSerializable(typeof(FindAnswer))]
[JsonSerializable(typeof(FeedProgress))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    public static ApiJson Wire { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new UtcConverter() },
        // Answers are never part of a page, so text needs no escapes for HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
