namespace EventAdmin.EventSourcing.Replay.Trees;

/// <summary>A reduction that keeps the version of last change beside each value itself, so that blame need not compare whole states.</summary>
internal interface IStampedReduction
{
    StateNode Root { get; }

    /// <summary>How many leaves the newest event added, removed or changed.</summary>
    int LastChanges { get; }
}
