using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventAdmin.Client.Contracts;

/// <summary>
/// An event on the wire. Its data are never parsed and printed again on the way, so they arrive byte for byte, numbers digit by digit.
/// One of <c>data</c>, <c>text</c> and <c>bytes</c> carries them.
/// </summary>
public sealed record FeedEvent
{
    /// <summary>The event's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The stream it belongs to.</summary>
    public required string Stream { get; init; }

    /// <summary>Its 0-based place in the stream.</summary>
    public required long Version { get; init; }

    /// <summary>Its place in the feed. Opaque.</summary>
    public required string Position { get; init; }

    /// <summary>The name of its type.</summary>
    public required string Type { get; init; }

    /// <summary>The version of the type's schema, from 1.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>The media type of the data.</summary>
    public required string ContentType { get; init; }

    /// <summary>
    /// The data where they are JSON, in their place as they are stored. Over the hub they travel as <c>text</c>, because its protocol takes no
    /// deep JSON and browsers would round numbers.
    /// </summary>
    [JsonConverter(typeof(RawJsonConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Data { get; init; }

    /// <summary>The data as text, where their stored bytes are UTF-8 and <c>data</c> does not carry them; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    /// <summary>The data as bytes, where they are not UTF-8; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Bytes { get; init; }

    /// <summary>When the store took it, in UTC.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>When it happened, by its writer, in UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The append that stored it.</summary>
    public Guid? AppendId { get; init; }

    /// <summary>The request that a chain of events belongs to.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The event or command that caused this one.</summary>
    public string? CausationId { get; init; }

    /// <summary>Who or what acted.</summary>
    public string? Actor { get; init; }

    /// <summary>The context in which it happened.</summary>
    public string? Source { get; init; }

    /// <summary>Further attributes: name to the JSON text of the value.</summary>
    public IReadOnlyDictionary<string, string> Extensions { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The data as stored, byte for byte.</summary>
    public byte[] GetData() => Bytes ?? Encoding.UTF8.GetBytes(Text ?? Data?.GetRawText() ?? "null");
}
