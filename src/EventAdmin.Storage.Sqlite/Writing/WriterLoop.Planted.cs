#if PLANTED_BUGS
using System.Collections.Concurrent;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Sqlite.Writing;

internal sealed partial class WriterLoop
{
    private readonly ConcurrentDictionary<StreamId, StreamVersion> _headsWhenQueued = new();

    /// <summary>P7: looks at expectations on the caller's thread, before others in the queue were written, and then drops them.</summary>
    private async Task<AppendOutcome> AppendAsCheckedNowAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        foreach (var stream in request.Streams)
        {
            StreamVersion? head = _headsWhenQueued.TryGetValue(stream.Stream, out var known) ? known : null;
            if (!stream.Expected.Holds(head))
                return new AppendOutcome.Conflict(stream.Stream, stream.Expected, head);
        }

        var work = new WriteWork.Append(request with { Streams = [.. request.Streams.Select(stream => stream with { Expected = ExpectedVersion.Any })] });
        await _queue.Writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
        var outcome = await work.Completion.Task.ConfigureAwait(false);
        if (outcome is AppendOutcome.Appended appended)
        {
            foreach (var stream in appended.Streams)
                _headsWhenQueued.AddOrUpdate(stream.Stream, stream.Last, (_, last) => last > stream.Last ? last : stream.Last);
        }

        return outcome;
    }
}
#endif
