using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventAdmin.Client.Contracts;

/// <summary>What a stream folds to at a moment: the answer of <c>GET /api/streams/{stream}/state</c>.</summary>
public sealed record StreamState
{
    /// <summary>The stream's id.</summary>
    public required string Stream { get; init; }

    /// <summary>The moment asked: <c>now</c>, <c>empty</c>, a version (<c>v57</c>) or an instant.</summary>
    public required string At { get; init; }

    /// <summary>The version of the last event in the state; null before the first event.</summary>
    public required long? Version { get; init; }

    /// <summary>When the store took that event, in UTC; null before the first event.</summary>
    public required DateTimeOffset? RecordedAt { get; init; }

    /// <summary>The stream's newest version when the replay began.</summary>
    public required long NewestVersion { get; init; }

    /// <summary>True when this is the newest state.</summary>
    public required bool IsNewest { get; init; }

    /// <summary>True when a version beyond the newest was asked for, and the newest state is given.</summary>
    public required bool IsClamped { get; init; }

    /// <summary>By occurred time: how many events were left out because they occurred later.</summary>
    public long OccurredLater { get; init; }

    /// <summary>The reducer that folded.</summary>
    public required string Reducer { get; init; }

    /// <summary>The reducer's version.</summary>
    public required string ReducerVersion { get; init; }

    /// <summary>Identifies the state: equal states have equal fingerprints.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The state, every digit as the reducer gave it.</summary>
    [JsonConverter(typeof(RawJsonConverter))]
    public required JsonElement State { get; init; }
}
