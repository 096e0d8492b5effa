using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Diagnostics;
using EventAdmin.Storage.Sqlite.Heads;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite.Writing;

internal sealed partial class WriterLoop
{
    /// <summary>Writes the record of a committed group, before anybody is told of it.</summary>
    /// <returns>False when it could not: what the group's callers are told is that nobody knows.</returns>
    private bool TryRecord(AppendGroup group)
    {
        if (_heads is null || group.Last == _last)
            return true;
#if PLANTED_BUGS
        if (Planted.Is(PlantedBug.P3) && _database.IsAutocommit)
            return true;
#endif
        try
        {
            _heads.Append(_last.ToStore() + 1, group.Last.ToStore(), [.. group.States.Select(state => PointOf(state.Key, state.Value))]);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Distrust($"A commit could not be recorded in the head file: {e.Message}.");
            return false;
        }
    }

    private StreamPoint PointOf(StreamId stream, StreamState state) => new(stream, state.Next - 1, _history.Find(stream).History);

    // The record of what is in the database file starts with an event that was read back from there.
    private void RebaseHeads()
    {
        if (_heads is null)
            return;
        try
        {
            if (_last.ToStore() > 0 && EventQueries.FindAt(_database, new EventRowReader(_database, new NameCache()), _last.ToStore()) is null)
                Degrade($"The newest event, at position {_last}, is gone.");
            else
                _heads.Rebase(StartUpCheck.BaseOf(_database));
        }
        catch (EventDamagedException e)
        {
            Degrade(e.Message);
        }
        catch (IOException e) when (DiskSpace.IsLacking(e))
        {
            // The file in use goes on; the next time that the WAL is cut back it is tried again.
            _logger.RebasePostponed(e);
        }
    }
}
