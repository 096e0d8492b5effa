using System.Runtime.CompilerServices;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>
/// Walks the rows of a stream through its buckets, version by version without a gap. Where one is missing among the copies that answered, it
/// reads stronger, and ends where it can't. Thread-safe.
/// </summary>
internal sealed class StreamRows(ReadSurroundings around)
{
    private const int BytesWanted = 2 * 1024 * 1024;
    private const int RowsMin = 16;
    private const int RowsMax = 4096;

    private readonly string _select = $"SELECT {EventRows.Columns} FROM {around.Keyspace}.events WHERE stream_id = ? AND bucket = ? AND version >= ? AND version <= ?";

    private readonly Buckets _buckets = new(around.Store.BucketSize);

    /// <summary>Every version between two, both inclusive, from the first named to the second, with the rows that it has: siblings have several.</summary>
    /// <exception cref="StoreUnavailableException">A version is missing.</exception>
    public async IAsyncEnumerable<VersionRows> WalkAsync(
        ReadRun run, StreamId stream, StreamTail tail, VersionRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = range.From;
        var rows = Math.Clamp((int)(BytesWanted / Math.Max(1, tail.Bytes / (tail.Head + 1))), RowsMin, RowsMax);
        while (range.Holds(next))
        {
            var isFound = false;
            foreach (var bucket in _buckets.Holding(next))
            {
                await foreach (var found in ReadBucketAsync(run, new BucketRead(stream, bucket, next, range.To, rows), cancellationToken).ConfigureAwait(false))
                {
                    if (found.Version != next)
                        break;
                    isFound = true;
                    yield return found;
                    next += range.Step;
                }

                if (isFound)
                    break;
            }

            if (!isFound && !run.TryStrengthen())
                throw StreamHeads.Missing(stream, next);
        }
    }

    /// <summary>The rows of one version; null when it is not among the copies that answered.</summary>
    public async Task<VersionRows?> FindAsync(ReadRun run, StreamId stream, long version, CancellationToken cancellationToken)
    {
        foreach (var bucket in _buckets.Holding(version))
        {
            await foreach (var found in ReadBucketAsync(run, new BucketRead(stream, bucket, version, version, RowsMin), cancellationToken).ConfigureAwait(false))
                return found;
        }

        return null;
    }

    private async IAsyncEnumerable<VersionRows> ReadBucketAsync(ReadRun run, BucketRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isForward = read.From <= read.To;
        var text = isForward ? _select : _select + " ORDER BY version DESC, epoch DESC";
        VersionRows? pending = null;
        ReadOnlyMemory<byte> next = default;
        do
        {
            using var result = await run.ExecuteAsync(
                text,
                values => values.Text(read.Stream.Value).Int32(read.Bucket).Int64(Math.Min(read.From, read.To)).Int64(Math.Max(read.From, read.To)),
                new Paging((int)Math.Min(read.Rows, Math.Abs(read.To - read.From) + 2), next),
                cancellationToken).ConfigureAwait(false);
            next = result.NextPage;
            foreach (var row in result.Page.ToList(row => Read(row, read.Stream)))
            {
                if (pending is not null && pending.Version == row.Version)
                {
                    pending.Rows.Add(row);
                    continue;
                }

                if (pending is not null)
                    yield return pending;
                pending = new VersionRows(row.Version, [row]);
            }
        }
        while (!next.IsEmpty);
        if (pending is not null)
            yield return pending;
    }

    private static FoundRow Read(CqlRow row, StreamId stream)
    {
        try
        {
            return new FoundRow(row.GetInt64(0), row.GetInt32(1), EventRows.Read(row, stream));
        }
        catch (Exception e) when (e is FormatException or CqlDecodeException or ArgumentException or OverflowException)
        {
            return new FoundRow(row.GetInt64(0), row.GetInt32(1), Event: null);
        }
    }

    private readonly record struct BucketRead(StreamId Stream, int Bucket, long From, long To, int Rows);
}

/// <summary>Versions from one to another, both inclusive; downward where the first is the larger.</summary>
internal readonly record struct VersionRange(long From, long To, bool IsForward)
{
    /// <summary>1 upward, -1 downward.</summary>
    public int Step => IsForward ? 1 : -1;

    /// <summary>True while a version is not behind the end.</summary>
    public bool Holds(long version) => IsForward ? version <= To : version >= To;
}

/// <summary>The rows of one version: one, or siblings of several epochs after a split.</summary>
internal sealed record VersionRows(long Version, List<FoundRow> Rows);

/// <summary>A row as it was found.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Event">What it holds; null when it can't be decoded.</param>
internal readonly record struct FoundRow(long Version, int Epoch, StoredEvent? Event);
