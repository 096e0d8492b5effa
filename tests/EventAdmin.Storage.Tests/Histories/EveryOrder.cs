using EventAdmin.EventSourcing.Events;
using EventAdmin.Testing.Histories;

namespace EventAdmin.Storage.Tests.Histories;

/// <summary>
/// Says by trying every order whether a small history of one stream can be true: one order of all tries and reads in which none stands
/// before what had returned when it was sent, every answer is right where it stands, and the end is the final content.
/// </summary>
internal sealed class EveryOrder
{
    private readonly StreamHistory _history;
    private readonly List<Step> _steps = [];
    private readonly List<EventPrint> _state = [];
    private readonly Dictionary<AppendId, long> _stored = [];
    private readonly bool[] _isDone;

    private EveryOrder(StreamHistory history)
    {
        _history = history;
        _steps.AddRange(history.Appends.Select(attempt => new Step(attempt, Read: null, attempt.Invoked, attempt.Returned)));
        _steps.AddRange(history.Reads.Select(read => new Step(Attempt: null, read, read.Invoked, read.Returned)));
        _isDone = new bool[_steps.Count];
    }

    public static bool Explains(StreamHistory history) => history.Final.SequenceEqual(history.FinalAgain) && new EveryOrder(history).Search();

    private bool Search()
    {
        if (_steps.Where((step, i) => !_isDone[i] && step.Attempt?.Outcome is not AttemptOutcome.Unknown).Any() is false && IsFinal())
            return true;
        for (var i = 0; i < _steps.Count; i++)
        {
            if (_isDone[i] || IsHeldUp(i))
                continue;
            _isDone[i] = true;
            if (Try(_steps[i]))
                return true;
            _isDone[i] = false;
        }

        return false;
    }

    private bool IsFinal() =>
        _state.SequenceEqual(_history.Final.Select(e => e.Print)) && _history.Final.Select((e, i) => e.Version == i).All(isDense => isDense);

    // What only says that something had happened before it returned may look back as far as it likes.
    private bool IsHeldUp(int next)
    {
        if (_steps[next].IsOneSided)
            return false;
        for (var i = 0; i < _steps.Count; i++)
        {
            if (!_isDone[i] && _steps[i].Attempt?.Outcome is not AttemptOutcome.Unknown && _steps[i].Returned < _steps[next].Invoked)
                return true;
        }

        return false;
    }

    private bool Try(Step step) => step.Attempt is { } attempt ? Try(attempt) : IsSeen(step.Read!) && Search();

    private bool Try(AppendAttempt attempt)
    {
        var part = attempt.Streams[0];
        var isStored = _stored.TryGetValue(attempt.Append, out var first);
        var holds = part.Expected.Holds(_state.Count == 0 ? null : StreamVersion.Of(_state.Count - 1));
        switch (attempt.Outcome)
        {
            case AttemptOutcome.Fail:
                return Search();
            case AttemptOutcome.Conflict { IsCached: true } conflict:
                // Only a head that the stream has passed may be remembered, and it must have been so.
                return conflict.Actual + 1 <= _state.Count && IsWholeAt(conflict.Actual + 1) && !Holds(part, conflict.Actual) && IsPassed(part, conflict.Actual)
                    && !_history.Final.Any(e => part.Events.Contains(e.Print)) && Search();
            case AttemptOutcome.Conflict conflict:
                return !isStored && !holds && conflict.Actual == _state.Count - 1 && Search();
            case AttemptOutcome.Ok ok when isStored:
                return ok.Firsts[_history.Stream] == first && Search();
            case AttemptOutcome.Ok ok when ok.Firsts[_history.Stream] != _state.Count:
                return false;
            case AttemptOutcome.Unknown when isStored:
                return false;
            default:
                return holds && SearchAfter(attempt.Append, part);
        }
    }

    private bool SearchAfter(AppendId append, AttemptedStream part)
    {
        _stored[append] = _state.Count;
        _state.AddRange(part.Events);
        if (Search())
            return true;
        _state.RemoveRange(_state.Count - part.Events.Count, part.Events.Count);
        _stored.Remove(append);
        return false;
    }

    private bool IsSeen(ReadAttempt read)
    {
        var isLengthRight = read.IsStrong ? read.Length == _state.Count : read.Length <= _state.Count && IsWholeAt(read.Length);
        return isLengthRight && read.Events.All(seen => seen.Version < _state.Count && _state[(int)seen.Version] == seen.Print);
    }

    private bool IsWholeAt(long length) => length == 0 || length == _state.Count || _stored.ContainsValue(length);

    private static bool Holds(AttemptedStream part, long actual) => part.Expected.Holds(actual < 0 ? null : StreamVersion.Of(actual));

    private static bool IsPassed(AttemptedStream part, long actual) =>
        part.Expected == ExpectedVersion.NoStream || (StreamVersion.TryParse(part.Expected.ToString(), out var version) && actual > version.Value);

    private sealed record Step(AppendAttempt? Attempt, ReadAttempt? Read, long Invoked, long Returned)
    {
        public bool IsOneSided => Read is { IsStrong: false } || Attempt?.Outcome is AttemptOutcome.Conflict { IsCached: true };
    }
}
