using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>
/// Holds stored events against their hashes, and against the one before where the two are neighbours in a stream. One per read; not
/// thread-safe.
/// </summary>
internal sealed class EventCheck
{
    private readonly HistoryHasher _hasher = new();
    private StoredEvent? _neighbour;

    /// <summary>The event of a version: of siblings that of the highest epoch that fits its hash and the chain. With what is wrong, where none fits.</summary>
    public (StoredEvent? Event, string? Damage) Choose(VersionRows found)
    {
        string? damage = null;
        foreach (var row in found.Rows.OrderByDescending(static row => row.Epoch))
        {
            if (row.Event is not { } e)
            {
                damage ??= "its row can't be decoded";
                continue;
            }

            if (FindDamage(e) is { } problem)
            {
                damage ??= problem;
                continue;
            }

            _neighbour = e;
            return (e, null);
        }

        // What follows can't be held against it.
        _neighbour = null;
        return (null, damage);
    }

    /// <summary>What is wrong with an event; null when nothing is.</summary>
    public string? FindDamage(StoredEvent e)
    {
        if (e.ComputeHash(_hasher) != e.Hash)
            return "it does not fit its hash";
        if (e.Version == 0 && e.Previous != HistoryHasher.Seed(e.Stream))
            return "its history does not begin with its stream";
        if (_neighbour is { } last && last.Stream == e.Stream
            && ((last.Version + 1 == e.Version && last.Hash != e.Previous) || (last.Version - 1 == e.Version && last.Previous != e.Hash)))
        {
            return "it does not go on from the event before it, or the next one not from it";
        }

        return null;
    }
}
