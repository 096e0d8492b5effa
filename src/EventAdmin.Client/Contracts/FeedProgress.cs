namespace EventAdmin.Client.Contracts;

/// <summary>
/// How far the live feed of <c>GET /api/feed/live</c> came. Its messages (server-sent events) are named <see cref="EventMessage"/>, whose
/// data are a <see cref="FeedEvent"/>, and <see cref="ProgressMessage"/>, whose data are this; the id of each is the position to resume after.
/// </summary>
public sealed record FeedProgress
{
    /// <summary>The name of a message that carries one event.</summary>
    public const string EventMessage = "event";

    /// <summary>The name of a message that tells the position alone: events were passed over, or the end was reached.</summary>
    public const string ProgressMessage = "progress";

    /// <summary>Everything up to here is delivered. Opaque.</summary>
    public required string Position { get; init; }

    /// <summary>True when nothing newer was durable when the message was made.</summary>
    public required bool IsCaughtUp { get; init; }
}
