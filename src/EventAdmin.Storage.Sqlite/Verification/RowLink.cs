using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Sqlite.Verification;

/// <summary>What is left of a row once it was held against its own hash: what its neighbours are held against.</summary>
/// <param name="Position">Its position.</param>
/// <param name="RecordedAt">When it was recorded, as stored.</param>
/// <param name="Stream">The number of its stream.</param>
/// <param name="Version">Its version.</param>
/// <param name="Previous">The stream's hash before it.</param>
/// <param name="Hash">The stream's hash up to and with it.</param>
/// <param name="DataBytes">Bytes of its data; <see cref="Damaged"/> where the row does not fit its own hash.</param>
internal readonly record struct RowLink(
    long Position, long RecordedAt, long Stream, long Version, HistoryHash Previous, HistoryHash Hash, int DataBytes)
{
    /// <summary>In place of a size: the row is damaged.</summary>
    public const int Damaged = -1;
}
