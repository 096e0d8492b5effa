namespace EventAdmin.Storage.Sqlite.Heads;

/// <summary>What a database is worth beside its head file.</summary>
internal abstract record StartUpFinding
{
    private StartUpFinding()
    {
    }

    /// <summary>Both are empty: the store begins.</summary>
    public sealed record New : StartUpFinding;

    /// <summary>Everything that was acknowledged is there, and nothing else.</summary>
    public sealed record Clean : StartUpFinding;

    /// <summary>The process ended between a commit and its record: the record is written now.</summary>
    public sealed record OneGroupAhead(long FirstPosition, long LastPosition, IReadOnlyList<StreamPoint> Streams) : StartUpFinding;

    /// <summary>The store can't prove what it holds: it serves reads only.</summary>
    /// <param name="Reason">What differs, in words, without a full stop.</param>
    public sealed record Suspect(string Reason) : StartUpFinding;
}
