using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Sqlite.Rows;

/// <summary>
/// The streams of which something was deleted, by number, with the first version that counts. Held in memory, since every row of the
/// feed asks. Read by many threads, written by the writer loop, which puts a new map in place of the old one.
/// </summary>
internal sealed class DeletedStreams
{
    private const string Select = "SELECT id, first_version FROM streams INDEXED BY streams_with_deletions WHERE first_version > 0";

    private volatile Dictionary<long, long> _firstVersions = [];

    public void Load(SqliteDatabase database)
    {
        var firstVersions = new Dictionary<long, long>();
        using var row = database.Prepare(Select);
        while (row.Step())
            firstVersions[row.Number(0)] = row.Number(1);
        _firstVersions = firstVersions;
    }

    /// <summary>True when the event of this stream and version counts.</summary>
    public bool Counts(long streamNumber, long version)
    {
        var firstVersions = _firstVersions;
        return firstVersions.Count == 0 || !firstVersions.TryGetValue(streamNumber, out var first) || version >= first;
    }
}
