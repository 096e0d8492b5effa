using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Testing.Histories;

/// <summary>All tries of one append, as one stream sees them, and where its events are in the final content.</summary>
internal sealed class TriedAppend(AttemptedStream part)
{
    public AttemptedStream Part { get; } = part;

    public List<AppendAttempt> Attempts { get; } = [];

    /// <summary>Where each event is in the final content; -1 where it is not.</summary>
    public int[] Places { get; } = [.. Enumerable.Repeat(-1, part.Events.Count)];

    public AppendId Id => Attempts[0].Append;

    public bool IsCondition => Part.Events.Count == 0;

    public bool IsAbsent => Array.TrueForAll(Places, place => place < 0);

    public bool IsWhole => !IsCondition && !Places.Where((place, i) => place < 0 || place != Places[0] + i).Any();

    /// <summary>The first try that may have stored it was sent then.</summary>
    public long Invoked
    {
        get
        {
            var invoked = long.MaxValue;
            foreach (var attempt in Attempts)
            {
                if (attempt.MayHaveRun)
                    invoked = Math.Min(invoked, attempt.Invoked);
            }

            return invoked;
        }
    }

    /// <summary>It was first confirmed then; <see cref="long.MaxValue"/> when it never was.</summary>
    public long Returned
    {
        get
        {
            var returned = long.MaxValue;
            foreach (var attempt in Attempts)
            {
                if (attempt.Outcome is AttemptOutcome.Ok)
                    returned = Math.Min(returned, attempt.Returned);
            }

            return returned;
        }
    }

    public IEnumerable<long> FirstsTold => Attempts
        .Select(attempt => attempt.Outcome)
        .OfType<AttemptOutcome.Ok>()
        .Select(ok => ok.Firsts.GetValueOrDefault(Part.Stream, -1));
}
