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
        var first = batch.Entries[0].Statement;
        var key = KeyOf(batch.Entries[0]);
        foreach (var entry in batch.Entries)
        {
            var statement = entry.Statement;
            if (statement.Keyspace != first.Keyspace || statement.Table != first.Table)
                throw new ArgumentException($"A batch is for one table; this one has {first.Keyspace}.{first.Table} and {statement.Keyspace}.{statement.Table}.", nameof(batch));
            if (!KeyOf(entry).AsSpan().SequenceEqual(key))
                throw new ArgumentException($"A batch is for one partition; this one has several of {first.Keyspace}.{first.Table}.", nameof(batch));
        }

        return Murmur3.Token(key);
    }

    private static byte[] KeyOf(CqlBatchEntry entry)
    {
        entry.Values.CheckComplete(entry.Statement.BindColumns);
        return entry.Values.GetRoutingKey(entry.Statement.KeyMarkers)
            ?? throw new ArgumentException($"The partition of a statement in a batch is not known, since its key has no bind markers or no value: {entry.Statement.Text}", nameof(entry));
    }
}
