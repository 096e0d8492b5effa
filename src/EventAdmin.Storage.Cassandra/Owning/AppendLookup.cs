using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>
/// Finds what became of an append that was tried before: in memory, where its expectation says that it must stand, or among the ids that are
/// kept; then all of it in its frame. The heads of its streams must be loaded.
/// </summary>
internal sealed class AppendLookup(OwnerMemory memory, ShardSteps steps, LogReader log, ShardSettings settings)
{
    /// <summary>False when it is certain that the append was not stored before.</summary>
    public bool IsNeeded(AppendRequest request)
    {
        if (IsInexact(request) ? !settings.Rules.LooksUpInexact : !settings.Rules.LooksUpConflicts)
            return false;
        return request.Streams.Count == 0 || memory.FindAppend(request.Id) is not null || !FindPlaces(request).IsNowhere;
    }

    /// <summary>The events of an append, all of them; none when it is not stored.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> FindAsync(AppendRequest request, ShardRow shard, CancellationToken cancellationToken)
    {
        if (memory.FindAppend(request.Id) is not { } seq)
        {
            if (await FindSeqAsync(request, cancellationToken).ConfigureAwait(false) is not { } found)
                return [];
            seq = found;
        }

        var (_, frame) = await log.ReadHoldingAsync(seq, shard, cancellationToken).ConfigureAwait(false);
        return [.. frame.Events.Where(e => e.Append == request.Id).Select(ToEvent)];
    }

    /// <summary>True when the id of an append must be kept, since nothing else would lead a retry to it.</summary>
    public static bool KeepsId(AppendRequest request, OwnerMemory memory) => IsInexact(request) || request.Streams.All(
        stream => stream.Events.Count == 0 || !stream.Expected.TellsRetriesApart
            || (stream.Expected == ExpectedVersion.NoStream && memory.Find(stream.Stream).First > 0));

    private static bool IsInexact(AppendRequest request) => !request.Streams.Any(static stream => stream.Events.Count > 0 && stream.Expected.TellsRetriesApart);

    private static RecordedEvent ToEvent(StoredEvent e)
    {
        if (e.Chunks == 0)
            return e.ToEvent();
        var hash = new byte[HistoryHash.Length];
        e.ChunksHash.WriteTo(hash);
        return e.ToEvent(hash);
    }

    private async Task<long?> FindSeqAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        var places = FindPlaces(request);
        foreach (var (stream, version) in places.Versions)
        {
            var found = await steps.ReadAsync((store, stop) => store.FindAppendAtAsync(stream, version, stop), cancellationToken).ConfigureAwait(false);
            if (found is { } at && at.Append == request.Id)
                return at.Seq;
        }

        return places.MayBeKept
            ? await steps.ReadAsync((store, stop) => store.FindAppendIdAsync(request.Id, stop), cancellationToken).ConfigureAwait(false)
            : null;
    }

    // Where the append stands if it is stored. A version that was expected exactly leads to it for ever; the beginning of a stream does so
    // until the stream is emptied and begins anew, and then one of the request's other beginnings, or else the kept ids.
    private Places FindPlaces(AppendRequest request)
    {
        var beginnings = new List<(StreamId Stream, long Version)>();
        var mayBeKept = true;
        foreach (var stream in request.Streams.Where(static stream => stream.Events.Count > 0))
        {
            var known = memory.Find(stream.Stream);
            var isBeginning = stream.Expected == ExpectedVersion.NoStream;
            var version = isBeginning ? 0 : stream.Expected.ExactVersion?.Value + 1;
            // What is expected holds, or is of what is yet to come, or the stream never had an event: it is not in this one, so nowhere.
            if (known.Next == 0 || version >= known.Next)
                return new Places([], MayBeKept: false);
            if (version is not { } number)
                continue;
            if (!isBeginning)
                return new Places([(stream.Stream, number)], MayBeKept: false);
            beginnings.Add((stream.Stream, number));
            mayBeKept &= known.First > 0;
        }

        return new Places(beginnings, mayBeKept);
    }

    private sealed record Places(IReadOnlyList<(StreamId Stream, long Version)> Versions, bool MayBeKept)
    {
        public bool IsNowhere => Versions.Count == 0 && !MayBeKept;
    }
}
