namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>
/// The rules that keep appends safe, one by one. All hold; a test takes one away and must see that it is missed. Nothing but tests can.
/// </summary>
internal sealed record OwnerRules
{
    /// <summary>All of them.</summary>
    public static readonly OwnerRules All = new();

    /// <summary>No answer leaves before the marker has moved.</summary>
    public bool AnswersAfterTheMarker { get; init; } = true;

    /// <summary>The marker moves for the owner of this epoch only.</summary>
    public bool MarkerNeedsTheEpoch { get; init; } = true;

    /// <summary>The marker moves from where it was decided on only.</summary>
    public bool MarkerNeedsItsPlace { get; init; } = true;

    /// <summary>A claim replaces exactly the image that it read.</summary>
    public bool ClaimReplacesWhatItRead { get; init; } = true;

    /// <summary>A group without accepted appends is fenced too.</summary>
    public bool ConflictsAreFenced { get; init; } = true;

    /// <summary>Of the frames for a number, the one counts whose epoch reigned.</summary>
    public bool ReignsDecide { get; init; } = true;

    /// <summary>Streams are written after the commit.</summary>
    public bool StreamsFollowTheMarker { get; init; } = true;

    /// <summary>A new owner writes what is committed and may not be in its streams.</summary>
    public bool TakeOverIndexes { get; init; } = true;

    /// <summary>An append that expects nothing exactly is looked up.</summary>
    public bool LooksUpInexact { get; init; } = true;

    /// <summary>An append is looked up before it is answered with a conflict.</summary>
    public bool LooksUpConflicts { get; init; } = true;

    /// <summary>Groups that are committed and not yet in their streams count.</summary>
    public bool RemembersUnindexed { get; init; } = true;

    /// <summary>Answers wait for all groups before.</summary>
    public bool AnswersInOrder { get; init; } = true;

    /// <summary>A marker of which nothing is known is asked for.</summary>
    public bool SettlesUnknownMarkers { get; init; } = true;

    /// <summary>What a marker calls indexed is in its streams.</summary>
    public bool IndexedIsInItsStreams { get; init; } = true;
}
