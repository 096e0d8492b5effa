using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Testing.Histories;

/// <summary>
/// Holds what clients were told against what a store holds at the end, in time linear in the history. Structure first, by tables (A1 to
/// A11), then order (B). It reads histories only and never talks to a store. Where a test knows one order of everything, the feed's, and
/// nothing failed, the contract suite's own check is stricter; this one needs no feed, and bears answers that nobody got.
/// </summary>
public sealed partial class StreamChecker
{
    private readonly StreamHistory _history;
    private readonly List<Violation> _violations = [];
    private readonly Dictionary<AppendId, TriedAppend> _appends = [];
    private readonly Dictionary<EventId, (TriedAppend Append, int Index, EventPrint Print)> _sent = [];

    private StreamChecker(StreamHistory history) => _history = history;

    private IReadOnlyList<StoredEvent> Final => _history.Final;

    /// <summary>Checks a whole history, its streams beside each other.</summary>
    public static IReadOnlyList<Violation> Check(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var found = history.ByStream().AsParallel().AsOrdered().SelectMany(Check).ToList();
        found.AddRange(FindTornOverStreams(history));
        return found;
    }

    /// <summary>Checks one stream.</summary>
    public static IReadOnlyList<Violation> Check(StreamHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var checker = new StreamChecker(history);
        checker.Merge();
        checker.CheckContent();
        foreach (var append in checker._appends.Values)
            checker.CheckAppend(append);
        checker.CheckReads();
        checker.CheckFinalAgain();
        checker.CheckOrder();
        return checker._violations;
    }

    private void Merge()
    {
        foreach (var attempt in _history.Appends)
        {
            if (attempt.PartOf(_history.Stream) is not { } part)
                continue;
            if (!_appends.TryGetValue(attempt.Append, out var append))
            {
                _appends[attempt.Append] = append = new TriedAppend(part);
                for (var i = 0; i < part.Events.Count; i++)
                    _sent[part.Events[i].Id] = (append, i, part.Events[i]);
            }

            append.Attempts.Add(attempt);
        }
    }

    private void CheckContent()
    {
        var seen = new HashSet<EventId>();
        for (var i = 0; i < Final.Count; i++)
        {
            var stored = Final[i];
            if (stored.Version != i)
                Add("A1", $"v{stored.Version} stands where v{i} belongs");
            if (stored.Damage is { } damage)
            {
                Add("A8", $"v{stored.Version} is damaged: {damage}");
                continue;
            }

            if (!seen.Add(stored.Print.Id))
                Add("A2", $"event {stored.Print.Id} is stored again at v{i}");
            if (!_sent.TryGetValue(stored.Print.Id, out var sent))
            {
                Add("A3", $"event {stored.Print.Id} at v{i} was sent by nobody");
                continue;
            }

            sent.Append.Places[sent.Index] = i;
            if (sent.Print.Content != stored.Print.Content)
                Add("A8", $"the data of v{i} are not those that were sent");
            if (sent.Append.Id != stored.Append)
                Add("A6", $"v{i} names append {stored.Append}, and was sent by {sent.Append.Id}");
        }
    }

    private void CheckAppend(TriedAppend append)
    {
        CheckConflicts(append);
        if (append.IsCondition)
            return;
        if (!append.IsAbsent && !append.IsWhole)
            Add("A6", $"append {append.Id} is stored at {string.Join(", ", append.Places.Select(place => place < 0 ? "nowhere" : $"v{place}"))}");
        if (append.FirstsTold.Distinct().Count() > 1)
            Add("A11", $"append {append.Id} was answered with {string.Join(" and ", append.FirstsTold.Distinct().Select(first => $"v{first}"))}");
        foreach (var told in append.FirstsTold.Distinct())
        {
            for (var i = 0; i < append.Places.Length; i++)
            {
                if (append.Places[i] < 0)
                    Add("A4", $"event {append.Part.Events[i].Id} was acknowledged at v{told + i} and is lost");
                else if (append.Places[i] != told + i)
                    Add("A4", $"event {append.Part.Events[i].Id} was acknowledged at v{told + i} and is at v{append.Places[i]}");
            }
        }

        if (append.IsAbsent)
            return;
        CheckGhost(append);
        if (append.IsWhole && !append.Part.Expected.Holds(HeadAt(append.Places[0])))
            Add("A7", $"append {append.Id} expected {append.Part.Expected} and is stored at v{append.Places[0]}");
    }

    private void CheckConflicts(TriedAppend append)
    {
        foreach (var attempt in append.Attempts)
        {
            if (attempt.Outcome is not AttemptOutcome.Conflict conflict || conflict.Stream != _history.Stream)
                continue;
            if (append.Part.Expected.Holds(HeadAt(conflict.Actual + 1)))
                Add("A7", $"append {append.Id} expected {append.Part.Expected} and was refused by the head {conflict.Actual}");
            else if (conflict.IsCached && !IsFinal(append.Part.Expected, conflict.Actual))
                Add("A7", $"append {append.Id} expected {append.Part.Expected} and was refused by a remembered head of {conflict.Actual}");
        }
    }

    // An answer that nothing was stored, and it is there.
    private void CheckGhost(TriedAppend append)
    {
        if (!append.Attempts.Exists(attempt => attempt.MayHaveRun))
        {
            Add("A5", $"append {append.Id} was refused ({append.Attempts[0].Outcome}) and is stored");
            return;
        }

        foreach (var attempt in append.Attempts)
        {
            if (attempt.Outcome is not AttemptOutcome.Conflict conflict || attempt.PartOf(conflict.Stream) is not { } refused)
                continue;
            if (IsFinal(refused.Expected, conflict.Actual))
                Add("A5", $"append {append.Id} conflicted with the head {conflict.Actual} for good and is stored");
            else if (!append.Attempts.Exists(other => MayRunAfter(other, attempt)))
                Add("A5", $"append {append.Id} was stored before its conflict with the head {conflict.Actual} was answered");
        }
    }

    private static bool MayRunAfter(AppendAttempt attempt, AppendAttempt conflict) =>
        attempt.Outcome is AttemptOutcome.Unknown || (attempt.Outcome is AttemptOutcome.Ok && attempt.Returned > conflict.Invoked);

    // A head only grows: what it has passed can never be so again.
    private static bool IsFinal(ExpectedVersion expected, long actual) =>
        StreamVersion.TryParse(expected.ToString(), out var version) ? actual > version.Value : expected != ExpectedVersion.StreamExists;

    private static StreamVersion? HeadAt(long length) => length == 0 ? null : StreamVersion.Of(length - 1);

    private void CheckReads()
    {
        foreach (var read in _history.Reads)
        {
            for (var i = 0; i < read.Events.Count; i++)
            {
                var (version, print) = read.Events[i];
                if (i > 0 && Math.Abs(version - read.Events[i - 1].Version) != 1)
                    Add("A9", $"a read went from v{read.Events[i - 1].Version} to v{version}");
                if (version >= Final.Count || Final[(int)version].Print != print)
                    Add("A9", $"a read showed {print.Id} at v{version}, which is not what the stream holds");
            }
        }
    }

    private void CheckFinalAgain()
    {
        if (!Final.SequenceEqual(_history.FinalAgain))
            Add("A10", $"two reads at the end differ: {Final.Count} events, then {_history.FinalAgain.Count}");
    }

    private void Add(string check, FormattableString evidence) =>
        _violations.Add(new Violation(check, _history.Stream, evidence.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static IEnumerable<Violation> FindTornOverStreams(History history)
    {
        var stored = history.Final.ToDictionary(stream => stream.Key, stream => stream.Value.Select(e => e.Print.Id).ToHashSet());
        foreach (var attempt in history.Appends.Where(attempt => attempt.Streams.Count > 1).DistinctBy(attempt => attempt.Append))
        {
            var parts = attempt.Streams.Where(part => part.Events.Count > 0).ToList();
            var present = parts.Where(part => stored.TryGetValue(part.Stream, out var ids) && ids.Contains(part.Events[0].Id)).ToList();
            if (present.Count > 0 && present.Count < parts.Count)
                yield return new Violation("A6", parts.Except(present).First().Stream, $"append {attempt.Append} is stored in {present[0].Stream} and not here");
        }
    }
}
