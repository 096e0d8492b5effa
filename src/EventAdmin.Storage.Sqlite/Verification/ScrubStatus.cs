namespace EventAdmin.Storage.Sqlite.Verification;

/// <summary>How far the store has been verified in the background.</summary>
public sealed record ScrubStatus
{
    /// <summary>True while a pass is under way.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Events verified in the pass under way.</summary>
    public long Verified { get; init; }

    /// <summary>Events that the pass under way has to verify.</summary>
    public long Of { get; init; }

    /// <summary>When the pass under way began, in UTC; null before the first.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the last whole pass ended, in UTC; null before the first.</summary>
    public DateTimeOffset? LastEndedAt { get; init; }

    /// <summary>Events that the last whole pass verified.</summary>
    public long LastVerified { get; init; }

    /// <summary>Damaged streams that the last whole pass found.</summary>
    public int LastDamaged { get; init; }
}
