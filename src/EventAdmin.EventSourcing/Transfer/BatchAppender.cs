using EventAdmin.EventSourcing.Diagnostics;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using Microsoft.Extensions.Logging;

namespace EventAdmin.EventSourcing.Transfer;

/// <summary>
/// Appends batches so that each event is stored exactly once, wherever an earlier import stopped and however it cut its batches. First it
/// appends the whole batch: a new one is stored, the very same one is recognised by its append id. Only when the store says that ids are
/// known in another grouping are they looked up one by one, and what is missing appended.
/// </summary>
internal sealed class BatchAppender(IEventStorage storage, ImportOptions options, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan DelayFirst = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(2);

    private bool StopsAtBadLine => options.Rejects is null;

    public async Task<BatchOutcome> AppendAsync(ImportBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await TryAppendAsync(batch.Stream, batch.Lines, cancellationToken).ConfigureAwait(false);
            return outcome switch
            {
                AppendOutcome.Appended { IsRepeat: false } => new BatchOutcome { Added = batch.Lines.Count },
                AppendOutcome.Appended repeat when await IsAllThereAsync(batch, repeat, cancellationToken).ConfigureAwait(false) =>
                    new BatchOutcome { AlreadyThere = batch.Lines.Count },
                AppendOutcome.Appended or AppendOutcome.Refused { Reason: RefusalReason.IdempotencyMismatch } =>
                    await AppendMissingAsync(batch, cancellationToken).ConfigureAwait(false),
                _ => new BatchOutcome { StoreProblem = Describe(outcome) },
            };
        }
        catch (EventStorageException exception)
        {
            return new BatchOutcome { StoreProblem = exception.Message };
        }
    }

    // A store compares less than all of an event when it recognises one, and recognises events of deleted streams too.
    private async Task<bool> IsAllThereAsync(ImportBatch batch, AppendOutcome.Appended repeat, CancellationToken cancellationToken)
    {
        var read = new StreamRead { Stream = batch.Stream, From = repeat.Streams[0].First, CountMax = batch.Lines.Count };
        var page = (await storage.ReadStreamAsync(read, ReadOptions.Default, cancellationToken).ConfigureAwait(false)).Value;
        return page.Events.Count == batch.Lines.Count && batch.Lines.Zip(page.Events).All(pair =>
            pair.First.Event.Id == pair.Second.Id && StoredContent.FindDifference(batch.Stream, pair.First.Event, pair.Second) is null);
    }

    private async Task<BatchOutcome> AppendMissingAsync(ImportBatch batch, CancellationToken cancellationToken)
    {
        var missing = new List<ImportLine>();
        var bad = new List<(ImportLine Line, string Reason)>();
        long there = 0;
        foreach (var line in batch.Lines)
        {
            var stored = (await storage.FindEventAsync(line.Event.Id, ReadOptions.Default, cancellationToken).ConfigureAwait(false)).Value;
            if (stored is null)
                missing.Add(line);
            else if (StoredContent.FindDifference(batch.Stream, line.Event, stored) is not { } difference)
                there++;
            else
                bad.Add((line, $"event id {line.Event.Id} is known with other content: {difference}."));
            if (bad.Count > 0 && StopsAtBadLine)
                break;
        }

        var known = new BatchOutcome { AlreadyThere = there, Bad = bad };
        if (missing.Count == 0)
            return known;
        var outcome = await TryAppendAsync(batch.Stream, missing, cancellationToken).ConfigureAwait(false);
        return known.Plus(outcome switch
        {
            AppendOutcome.Appended { IsRepeat: false } => new BatchOutcome { Added = missing.Count },
            AppendOutcome.Appended or AppendOutcome.Refused { Reason: RefusalReason.IdempotencyMismatch } =>
                await AppendSinglyAsync(batch.Stream, missing, cancellationToken).ConfigureAwait(false),
            _ => new BatchOutcome { StoreProblem = Describe(outcome) },
        });
    }

    // Ids that the store refuses and yet does not find belong to events of streams that were deleted. One by one shows which.
    private async Task<BatchOutcome> AppendSinglyAsync(StreamId stream, List<ImportLine> lines, CancellationToken cancellationToken)
    {
        var total = new BatchOutcome();
        foreach (var line in lines)
        {
            var outcome = await TryAppendAsync(stream, [line], cancellationToken).ConfigureAwait(false);
            total = total.Plus(outcome switch
            {
                AppendOutcome.Appended { IsRepeat: false } => new BatchOutcome { Added = 1 },
                AppendOutcome.Appended or AppendOutcome.Refused { Reason: RefusalReason.IdempotencyMismatch } => new BatchOutcome
                {
                    Bad = [(line, $"event id {line.Event.Id} belonged to an event of a stream that was deleted; ids are never used twice.")],
                },
                _ => new BatchOutcome { StoreProblem = Describe(outcome) },
            });
            if (total.StoreProblem is not null || (total.Bad.Count > 0 && StopsAtBadLine))
                break;
        }

        return total;
    }

    private async Task<AppendOutcome> TryAppendAsync(StreamId stream, IReadOnlyList<ImportLine> lines, CancellationToken cancellationToken)
    {
        var request = AppendRequest.To(stream, ExpectedVersion.Any, [.. lines.Select(line => line.Event)]);
        var started = clock.GetTimestamp();
        var delay = DelayFirst;
        var isUnsure = false;
        while (true)
        {
            var outcome = await storage.AppendAsync(request, cancellationToken).ConfigureAwait(false);
            // A repeat after an unknown outcome is this import's own try, stored after all.
            if (isUnsure && outcome is AppendOutcome.Appended { IsRepeat: true } own)
                return own with { IsRepeat = false };
            isUnsure |= outcome is AppendOutcome.Unknown;
            var mayHelp = outcome is AppendOutcome.Unknown or AppendOutcome.Refused { Reason: RefusalReason.Busy };
            if (!mayHelp || clock.GetElapsedTime(started) + delay > options.Patience)
                return outcome;
            logger.AppendTriedAgain(stream, request.Id, delay);
            await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(false);
            delay = delay * 2 < DelayMax ? delay * 2 : DelayMax;
        }
    }

    private static string Describe(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Refused refused => $"{refused.Reason}: {refused.Detail}",
        AppendOutcome.Unknown unknown => $"it did not say whether append {unknown.Append} was stored; importing the same file again finds out.",
        _ => throw new InvalidOperationException($"Expected a store to take, refuse or not know, found {outcome.GetType().Name}."),
    };
}
