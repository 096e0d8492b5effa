using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Tests.Cassandra.Simulation;

/// <summary>Holds every answer of a schedule against the one order of commits.</summary>
internal sealed class SimulatedVerdict(SimulatedHistory history, IReadOnlyList<SimulatedOp> ops)
{
    public void Check()
    {
        history.CheckStored();
        var commits = history.Commits.Select(static (commit, i) => (Commit: commit, Place: i)).Where(static one => one.Commit.Deletion is null)
            .ToLookup(static one => one.Commit.Events[0].Append);
        foreach (var group in commits)
            Require(group.Count() == 1, $"Append {group.Key} is stored {group.Count()} times.");
        foreach (var op in ops)
        {
            if (op.Append is { } append)
                CheckAppend(op, append, commits[append.Id].Select(static one => (int?)one.Place).FirstOrDefault());
        }

        var deletions = ops.Sum(static op => op.Tries.Sum(static one => one.Deleted ?? 0));
        Require(deletions <= history.Commits.Sum(static commit => commit.Deletion?.Streams.Count ?? 0), "More streams were said to be emptied than were.");
    }

    private void CheckAppend(SimulatedOp op, AppendRequest request, int? place)
    {
        if (place is { } at)
            CheckStored(request, at);
        foreach (var one in op.Tries)
        {
            switch (one.Outcome)
            {
                case AppendOutcome.Appended appended:
                    CheckAppended(request, appended, place, one);
                    break;
                case AppendOutcome.Conflict conflict:
                    CheckConflict(request, conflict, place, one);
                    break;
                case AppendOutcome.Refused refused:
                    Require(place is null, $"Append {request.Id} was refused ({refused.Detail}) and is stored.");
                    break;
                case AppendOutcome.Unknown:
                    throw new BrokenPromiseException("An owner answers what it knows.");
            }
        }
    }

    private void CheckStored(AppendRequest request, int place)
    {
        var before = history.States[place];
        foreach (var stream in request.Streams)
        {
            Require(stream.Expected.Holds(before.GetValueOrDefault(stream.Stream).Head), $"Append {request.Id} is stored against its expectation of {stream.Stream}.");
        }

        var events = history.Commits[place].Events;
        Require(events.Select(static e => e.Id).SequenceEqual(request.Streams.SelectMany(static stream => stream.Events).Select(static e => e.Id)),
            $"Append {request.Id} is stored with other events.");
    }

    private void CheckAppended(AppendRequest request, AppendOutcome.Appended appended, int? place, SimulatedOp.Try one)
    {
        Require(place is not null, $"Append {request.Id} was acknowledged and is not stored.");
        var commit = history.Commits[place!.Value];
        Require(commit.Events[^1].Seq == appended.Position.ToStore() && commit.Events[0].Append == appended.Append, $"Append {request.Id} was answered with another place.");
        Require(commit.Step <= one.Told, $"Append {request.Id} was acknowledged before it was committed.");
        Require(appended.IsRepeat || commit.Step >= one.Asked, $"Append {request.Id} was stored before it was asked for.");
        foreach (var stream in appended.Streams)
        {
            var versions = commit.Events.Where(e => e.Stream == stream.Stream).Select(static e => e.Version).ToList();
            Require(versions[0] == stream.First.Value && versions[^1] == stream.Last.Value, $"Append {request.Id} was answered with other versions.");
        }
    }

    private void CheckConflict(AppendRequest request, AppendOutcome.Conflict conflict, int? place, SimulatedOp.Try one)
    {
        // It says "not yet" where the head is below the expectation, and is final at or above it.
        var isFinal = conflict.Expected.ExactVersion is not { } expected ? conflict.Expected == ExpectedVersion.NoStream : conflict.Actual is { } actual && actual >= expected;
        if (place is { } at && isFinal)
            Require(history.Commits[at].Step > one.Told, $"Append {request.Id} is stored and was answered with a conflict at {conflict.Actual}.");
        var wasSo = Enumerable.Range(0, history.States.Count).Any(moment =>
            (moment == 0 || history.Commits[moment - 1].Step <= one.Told)
            && (moment == history.States.Count - 1 || history.Commits[moment].Step >= one.Asked)
            && history.States[moment].GetValueOrDefault(conflict.Stream).Head == conflict.Actual);
        Require(wasSo, $"Append {request.Id} met {conflict.Stream} at {conflict.Actual}, where it never stood between question and answer.");
    }

    private static void Require(bool isSo, string otherwise) => SimulatedHistory.Require(isSo, otherwise);
}
