using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>
/// Streams by their newest change. The rows are hints: a stream stands where its head says, at the newest of its rows, and every other row of
/// it is passed over.
/// </summary>
internal sealed class ChangedStreams(LookupTables tables)
{
    private const int Portion = 128;

    /// <summary>Streams of a scope that have events and whose newest one stands before a position, newest first; null for each row that counts for none.</summary>
    /// <param name="read">Which.</param>
    /// <param name="passes">Which streams are wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<(long Position, HeadRow? Head)> ReadAsync(
        ChangedRead read, Func<StreamId, bool> passes, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<StreamId>();
        var top = read.Before;
        await foreach (var rows in tables.Changes.ReadAsync(read.Scope, read.Before, read.Level, cancellationToken).Chunk(Portion).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            // What changed after the first row was read stands above it; such a stream is shown where it was found, else it would be on no page.
            if (top == long.MaxValue)
                top = rows[0].Position;
            StreamId[] wanted = [.. rows.Select(row => row.Stream).Where(stream => !seen.Contains(stream) && passes(stream)).Distinct()];
            var heads = (await tables.Heads.FindAsync(read.Generation, wanted, read.Level, cancellationToken).ConfigureAwait(false))
                .OfType<HeadRow>().ToDictionary(head => head.Stream);
            foreach (var (position, stream) in rows)
            {
                var isCurrent = heads.TryGetValue(stream, out var head) && head.IsLive
                    && (head.Position == position || (read.Before == long.MaxValue && head.Position > top)) && seen.Add(stream);
                yield return (position, isCurrent ? head : null);
            }
        }
    }
}

/// <summary>A read of streams by change.</summary>
/// <param name="Generation">Of the heads.</param>
/// <param name="Scope">A category, or <see cref="NameTable.All"/>.</param>
/// <param name="Before">Only what stands before this position.</param>
/// <param name="Level">The level.</param>
internal sealed record ChangedRead(int Generation, string Scope, long Before, CqlConsistency Level);
