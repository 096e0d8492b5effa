namespace EventAdmin.Storage.Sqlite.Heads;

/// <summary>One committed group: its positions, and where the streams that it touched stand after it.</summary>
internal sealed record HeadRecord
{
    /// <summary>Counts the records since the file began, from 1.</summary>
    public required long Sequence { get; init; }

    public required long FirstPosition { get; init; }

    public required long LastPosition { get; init; }

    public required IReadOnlyList<StreamPoint> Streams { get; init; }
}
