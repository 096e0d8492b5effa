using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventAdmin.Client.Contracts;

/// <summary>An event as its writer gives it. Its data travel as JSON and are stored digit by digit as they were written.</summary>
public sealed record AppendEvent
{
    /// <summary>The event's id, the same in every try; null lets the server make one, and then a second try is a second event.</summary>
    public Guid? Id { get; init; }

    /// <summary>The name of its type; 1 to 128 characters.</summary>
    public required string Type { get; init; }

    /// <summary>The version of the type's schema, from 1.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The data; at most 1 MiB.</summary>
    [JsonConverter(typeof(RawJsonConverter))]
    public required JsonElement Data { get; init; }

    /// <summary>When it happened; null when the writer does not say.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The request that a chain of events belongs to.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The event or command that caused this one.</summary>
    public string? CausationId { get; init; }

    /// <summary>Who or what acted.</summary>
    public string? Actor { get; init; }

    /// <summary>The context in which it happened.</summary>
    public string? Source { get; init; }
}
