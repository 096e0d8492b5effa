using EventAdmin.Client.Contracts;

namespace EventAdmin.Cli.Tail;

/// <summary>What is followed, and where it goes.</summary>
internal sealed record TailPlan
{
    public required FeedSubscriptionRequest Request { get; init; }

    /// <summary>Where it is kept how far the tail came; null to keep nothing.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>The file that lines are added to; null for the standard output.</summary>
    public string? OutputPath { get; init; }

    public bool EndsWhenCaughtUp { get; init; }

    /// <summary>On a terminal: each event with all its data.</summary>
    public bool IsFull { get; init; }
}
