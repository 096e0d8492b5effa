using System.Diagnostics;

namespace EventAdmin.Cql.Connections;

/// <summary>
/// The request ids of a connection: last in, first out, so that few are touched. An id whose caller has gone is an orphan until its answer
/// comes; given out earlier, the late answer would meet the wrong request (https://github.com/datastax/python-driver/pull/1114).
/// </summary>
/// <remarks>Not thread-safe: the connection's lock guards it.</remarks>
internal sealed class RequestIds
{
    private readonly short[] _free;
    private readonly long[] _orphanedAt; // by id; 0 = not an orphan
    private int _freeCount;
    private int _made; // ids 0 to _made - 1 have been given out at least once

    public RequestIds(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, short.MaxValue + 1);
        _free = new short[count];
        _orphanedAt = new long[count];
    }

    /// <summary>How many there are.</summary>
    public int Count => _free.Length;

    /// <summary>Ids whose answer has not come, orphans among them.</summary>
    public int Taken => _made - _freeCount;

    /// <summary>Ids whose caller has gone.</summary>
    public int Orphans { get; private set; }

    /// <summary>One more than the highest id ever given out.</summary>
    public int Used => _made;

    /// <summary>Takes a free id; false when all are taken.</summary>
    public bool TryTake(out short id)
    {
        if (_freeCount > 0)
        {
            id = _free[--_freeCount];
            return true;
        }

        id = (short)_made;
        if (_made == _free.Length) return false;
        _made++;
        return true;
    }

    /// <summary>The caller of a taken id has gone; its answer has not come.</summary>
    public void Orphan(short id, long now)
    {
        Debug.Assert(_orphanedAt[id] == 0, "An id is orphaned once.");
        _orphanedAt[id] = Math.Max(now, 1);
        Orphans++;
    }

    /// <summary>Whether the id waits for the answer to a caller who has gone.</summary>
    public bool IsOrphan(int id) => (uint)id < (uint)_made && _orphanedAt[id] != 0;

    /// <summary>Its answer has come (or its request was never sent): the id may be given out again.</summary>
    public void Return(short id)
    {
        Debug.Assert(_freeCount < _made, "No more ids come back than were taken.");
        if (_orphanedAt[id] != 0)
        {
            _orphanedAt[id] = 0;
            Orphans--;
        }

        _free[_freeCount++] = id;
    }

    /// <summary>How many orphans were orphaned at or before an instant.</summary>
    public int CountOrphansSince(long instant)
    {
        var count = 0;
        foreach (var at in _orphanedAt.AsSpan(0, _made))
            if (at != 0 && at <= instant)
                count++;
        return count;
    }
}
