using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>Makes sure before sending that a batch touches one partition of one table, which is what makes it atomic and isolated.</summary>
internal static class BatchCheck
{
    /// <summary>The token of the batch's partition.</summary>
    /// <exception cref="ArgumentException">It touches more than one, or one that is not known.</exception>
    public static long Run(CqlBatch batch)
    {
        var first = batch.Entries[0];
        for (var i = 0; i < batch.Entries.Count; i++)
        {
            var entry = batch.Entries[i];
            entry.Values.CheckComplete(entry.Statement.BindColumns);
            CheckPlace(first, entry);
        }

        return first.Values.TryGetToken(first.Statement.KeyMarkers, out var token) ? token : throw KeyUnknown(first);
    }

    private static void CheckPlace(in CqlBatchEntry first, in CqlBatchEntry entry)
    {
        var (table, other) = (first.Statement, entry.Statement);
        if (other.Keyspace != table.Keyspace || other.Table != table.Table)
            throw new ArgumentException($"A batch is for one table; this one has {table.Keyspace}.{table.Table} and {other.Keyspace}.{other.Table}.", nameof(entry));
        var (markers, otherMarkers) = (table.KeyMarkers, other.KeyMarkers);
        if (otherMarkers.Count == 0 || otherMarkers.Count != markers.Count)
            throw KeyUnknown(entry);
        // Part by part, as they are written: no key has to be put together for it.
        for (var i = 0; i < markers.Count; i++)
        {
            if (!entry.Values.TryGetBytes(otherMarkers[i], out var part) || !first.Values.TryGetBytes(markers[i], out var firstPart))
                throw KeyUnknown(entry);
            if (!part.SequenceEqual(firstPart))
                throw new ArgumentException($"A batch is for one partition; this one has several of {table.Keyspace}.{table.Table}.", nameof(entry));
        }
    }

    private static ArgumentException KeyUnknown(in CqlBatchEntry entry) =>
        new($"The partition of a statement in a batch is not known, since its key has no bind markers or no value: {entry.Statement.Text}", nameof(entry));
}
