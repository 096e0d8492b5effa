using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>Reads the look-ups. Every answer says what it is complete to. Thread-safe.</summary>
internal sealed partial class LookupReader(LookupTables tables, LookupProgress progress, IEventsByPlace events)
{
    private const int ChangesLookedAtMax = 20_000;

    private readonly ChangedStreams _changed = new(tables);

    /// <summary>A page of streams by name or by change.</summary>
    public async Task<LookupAnswer<StreamListPage>> ListStreamsAsync(StreamListRead read, CqlConsistency level, CancellationToken cancellationToken)
    {
        var state = await progress.FindAsync(cancellationToken).ConfigureAwait(false);
        // No category is empty, and no name holds half a character.
        var isPossible = read.Category != "" && NameRange.IsText(read.Prefix);
        var page = !isPossible ? new StreamListPage([], read.ByChange ? read.ChangedBefore : null, IsEnd: true)
            : read.ByChange ? await ListByChangeAsync(state.Generation, read, level, cancellationToken).ConfigureAwait(false)
            : await ListByNameAsync(state.Generation, read, level, cancellationToken).ConfigureAwait(false);
        return new LookupAnswer<StreamListPage>(page, state.Point.Position);
    }

    /// <summary>Every category that has events, by name.</summary>
    public async Task<LookupAnswer<IReadOnlyList<CategoryCount>>> ListCategoriesAsync(bool includeSystem, CqlConsistency level, CancellationToken cancellationToken)
    {
        var state = await progress.FindAsync(cancellationToken).ConfigureAwait(false);
        var rows = await tables.Counts.ListAsync(CountTable.Categories, state.Generation, level, cancellationToken).ConfigureAwait(false);
        CategoryCount[] categories =
        [
            .. rows.Where(row => row.Counts.Streams > 0 && (includeSystem || !row.Name.StartsWith('$')))
                .OrderBy(row => row.Name, StreamId.ByUtf8)
                .Select(row => new CategoryCount(row.Name, row.Counts.Streams, row.Counts.Events, row.Counts.LastAt)),
        ];
        return new LookupAnswer<IReadOnlyList<CategoryCount>>(categories, state.Point.Position);
    }

    /// <summary>Every event type ever stored, by name.</summary>
    public async Task<LookupAnswer<IReadOnlyList<TypeCount>>> ListTypesAsync(CqlConsistency level, CancellationToken cancellationToken)
    {
        var state = await progress.FindAsync(cancellationToken).ConfigureAwait(false);
        var rows = await tables.Counts.ListAsync(CountTable.Types, state.Generation, level, cancellationToken).ConfigureAwait(false);
        TypeCount[] types = [.. rows.OrderBy(row => row.Name, StreamId.ByUtf8).Select(row => new TypeCount(row.Name, row.Counts.Events))];
        return new LookupAnswer<IReadOnlyList<TypeCount>>(types, state.Point.Position);
    }

    private async Task<StreamListPage> ListByNameAsync(int generation, StreamListRead read, CqlConsistency level, CancellationToken cancellationToken)
    {
        var isForward = read.Direction == ReadDirection.Forward;
        var dash = read.Prefix.IndexOf('-', StringComparison.Ordinal);
        // What stands before a dash is the category, whichever way it was given.
        var scope = read.Category ?? (dash > 0 ? read.Prefix[..dash] : NameTable.All);
        var streams = new List<StreamHead>();
        foreach (var range in NameRange.Of(read.Prefix, read.After?.Value, isForward, read.IncludeSystem))
        {
            var names = tables.Names.ReadAsync(scope, range, isForward, read.CountMax + 1, level, cancellationToken);
            await foreach (var portion in names.Chunk(read.CountMax + 1).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var heads = await tables.Heads.FindAsync(generation, [.. portion.Select(StreamId.Parse)], level, cancellationToken).ConfigureAwait(false);
                foreach (var head in heads.Select(row => row?.ToHead()).OfType<StreamHead>())
                {
                    if (streams.Count == read.CountMax)
                        return new StreamListPage(streams, NextBefore: null, IsEnd: false);
                    streams.Add(head);
                }
            }
        }

        return new StreamListPage(streams, NextBefore: null, IsEnd: true);
    }

    private async Task<StreamListPage> ListByChangeAsync(int generation, StreamListRead read, CqlConsistency level, CancellationToken cancellationToken)
    {
        var streams = new List<StreamHead>();
        var (looked, reached) = (0, read.ChangedBefore);
        var changed = new ChangedRead(generation, read.Category ?? NameTable.All, read.ChangedBefore?.ToStore() ?? long.MaxValue, level);
        await foreach (var (position, head) in _changed.ReadAsync(changed, stream => Passes(read, stream), cancellationToken).ConfigureAwait(false))
        {
            if (head?.ToHead() is { } current)
            {
                if (streams.Count == read.CountMax)
                    return new StreamListPage(streams, reached, IsEnd: false);
                streams.Add(current);
                reached = FeedPosition.FromStore(position);
            }

            if (++looked >= ChangesLookedAtMax)
                return new StreamListPage(streams, FeedPosition.FromStore(position), IsEnd: false);
        }

        return new StreamListPage(streams, reached, IsEnd: true);
    }

    private static bool Passes(StreamListRead read, StreamId stream) =>
        (read.IncludeSystem || !stream.IsSystem) && stream.Value.StartsWith(read.Prefix, StringComparison.Ordinal);
}

/// <summary>What was found, and up to where it is complete.</summary>
/// <typeparam name="T">What was found.</typeparam>
/// <param name="Value">What was found.</param>
/// <param name="CompleteTo">Everything up to this position was looked at.</param>
internal sealed record LookupAnswer<T>(T Value, FeedPosition CompleteTo);
