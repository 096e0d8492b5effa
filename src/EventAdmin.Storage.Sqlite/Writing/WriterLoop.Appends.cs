using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Diagnostics;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite.Writing;

internal sealed partial class WriterLoop
{
    private readonly List<AppendDecision> _decisions = [];

    private void WriteAll(List<WriteWork.Append> appends)
    {
        try
        {
            Write(appends);
        }
        catch (EventDamagedException e) when (appends.Count == 1)
        {
            // Met while looking at the stream's head or at an earlier try: the stream takes nothing until an operator has looked.
            LookAgain();
            if (_quarantine.Add(e) is { } entry)
            {
                _logger.StreamQuarantined(e, entry.Stream, entry.Version);
                TryChange(database => Quarantine.Save(database, entry));
            }

            appends[0].Completion.TrySetResult(new AppendOutcome.Refused(RefusalReason.Degraded, e.Message));
        }
        catch (Exception e) when (appends.Count > 1 && _degraded is null)
        {
            // One append that breaks the code must not take the others with it: nothing of the group is stored, so each goes alone.
            _logger.WriteFailed(e);
            LookAgain();
            foreach (var append in appends)
                WriteAll([append]);
        }
        catch (Exception e)
        {
            // Told to the one who asked; the loop goes on for the others.
            _logger.WriteFailed(e);
            LookAgain();
            foreach (var append in appends)
                append.Completion.TrySetException(e);
        }
    }

    private void Write(List<WriteWork.Append> appends)
    {
        if (RefusalNow() is { } refused)
        {
            Complete(appends, refused);
            return;
        }

        var (group, failure) = TryWrite(appends, lookUpAlways: false);
        if (failure is { Verdict: WriteVerdict.DecideAgain })
        {
            _logger.GroupDecidedAgain(appends.Count);
            LookAgain();
            (group, failure) = TryWrite(appends, lookUpAlways: true);
        }

        if (failure is not null)
            Fail(appends, failure);
        else if (TryRecord(group))
            Succeed(appends, group);
        else
            CompleteUnknown(appends);
    }

    private AppendOutcome.Refused? FindQuarantined(AppendRequest request)
    {
        if (_quarantine.IsEmpty)
            return null;
        foreach (var stream in request.Streams)
        {
            if (_quarantine.Find(stream.Stream) is { } found)
                return Refuse(RefusalReason.Degraded, found.NoAppends);
        }

        return null;
    }

    private (AppendGroup Group, WriteFailure? Failure) TryWrite(List<WriteWork.Append> appends, bool lookUpAlways)
    {
        _history.KeepWithinBounds();
        _history.LastDurable = _last;
        var now = _clock.GetUtcNow();
        var group = new AppendGroup(_history, _last, now > _lastRecordedAt ? now : _lastRecordedAt, lookUpAlways);
        _decisions.Clear();
        var failure = Transaction.Run(_database, () =>
        {
            foreach (var append in appends)
            {
                var decision = group.Decide(append.Request);
                WriteEvents(decision.Events);
                _decisions.Add(decision);
#if PLANTED_BUGS
                if (Planted.Is(PlantedBug.P1))
                    append.Completion.TrySetResult(decision.Outcome);
#endif
            }

            if (group.Last == _last)
                return false;
            _catalog.WriteCounts(group.RecordedAt);
            _heads?.MakeRoom([.. group.States.Keys]);
#if PLANTED_BUGS
            if (Planted.Is(PlantedBug.P3))
                TryRecord(group);
#endif
            return true;
        });
        return (group, failure);
    }

    private void WriteEvents(IReadOnlyList<RecordedEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i];
            var stream = _history.Find(e.Stream);
            if (stream.Number == 0)
                _catalog.AddStream(e.Stream, stream, e.RecordedAt);
            var type = _catalog.NumberOfType(e.Type);
            _catalog.Count(stream, type);
            stream.Bytes += e.Data.Length;
            stream.Next = e.Version.Value + 1;
            stream.History = _rows.Write(e, new EventPlace(stream.Number, type, stream.Bytes, i, events.Count, stream.History));
        }
    }

    private void Succeed(List<WriteWork.Append> appends, AppendGroup group)
    {
        var events = (int)(group.Last.ToStore() - _last.ToStore());
        if (_fullAt is not null && events > 0)
            BecomeRoomy();

        if (events > 0)
        {
            (_last, _lastRecordedAt) = (group.Last, group.RecordedAt);
            // Counted before anybody is told: who was told finds his append counted.
            Counts.CountCommit();
            Counts.CountGroup(appends.Count, events);
            // And who was told can't take this for the signal of what comes next.
            _changed.Raise();
        }

        for (var i = 0; i < appends.Count; i++)
            appends[i].Completion.TrySetResult(_decisions[i].Outcome);
        if (events == 0)
            return;
        _logger.GroupCommitted(events, appends.Count, _last.ToStore());
        AfterCommit();
    }

    private void Fail(List<WriteWork.Append> appends, WriteFailure failure)
    {
        AfterFailure(failure);
        Counts.CountRefused(appends.Count);
        _logger.GroupRefused(appends.Count, failure.Verdict.ToString(), failure.Code, failure.Phase.ToString());
        switch (failure.Verdict)
        {
            case WriteVerdict.NotExecuted { Reason: RefusalReason.DiskFull }:
                BecomeFull();
                Complete(appends, Refuse(RefusalReason.DiskFull, DiskFullDetail));
                break;
            case WriteVerdict.NotExecuted notExecuted:
                Complete(appends, Refuse(notExecuted.Reason, _degraded ?? $"Nothing was stored: {failure.Message}."));
                break;
            case WriteVerdict.DecideAgain:
                // Every id was looked up, and a unique key still refused: memory and file contradict each other.
                Degrade($"A unique key refused appends whose ids are new: {failure.Message}.");
                Complete(appends, Refuse(RefusalReason.Degraded, _degraded ?? failure.Message));
                break;
            case WriteVerdict.Unknown:
                CompleteUnknown(appends);
                break;
            default:
                throw new InvalidOperationException($"Expected a known verdict, found {failure.Verdict}.");
        }
    }

    private static void Complete(List<WriteWork.Append> appends, AppendOutcome.Refused refused)
    {
        foreach (var append in appends)
            append.Completion.TrySetResult(refused);
    }

    // What an append was answered with where nothing of it was to be written is known all the same.
    private void CompleteUnknown(List<WriteWork.Append> appends)
    {
        for (var i = 0; i < appends.Count; i++)
        {
            var decision = i < _decisions.Count ? _decisions[i] : null;
            var planned = decision is { Events: [var first, ..] } ? first.Version : (StreamVersion?)null;
            var request = appends[i].Request;
            _unsettled.Add(request.Id);
            appends[i].Completion.TrySetResult(new AppendOutcome.Unknown(request.Id, request.Streams[0].Stream, planned));
        }
    }
}
