using EventAdmin.EventSourcing.Events;
using EventAdmin.Testing.Histories;

namespace EventAdmin.Storage.Tests.Histories;

/// <summary>Makes small random histories: a true one, in which sometimes one thing or two are then changed.</summary>
internal sealed class SmallHistories(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<EventPrint> _state = [];
    private readonly List<AppendId> _owners = [];
    private readonly Dictionary<AppendId, long> _stored = [];
    private readonly List<AppendAttempt> _appends = [];
    private readonly List<ReadAttempt> _reads = [];
    private readonly List<long> _lengths = [0];

    public static StreamHistory Make(int seed) => new SmallHistories(seed).Make();

    private StreamHistory Make()
    {
        var steps = _random.Next(2, 7);
        for (var step = 0; step < steps; step++)
            Take(step * 10);
        var final = _state.Select((print, version) => new StoredEvent(version, print, _owners[version])).ToList();
        if (Chance(0.1) && final.Count > 0)
            final.RemoveAt(_random.Next(final.Count));
        else if (Chance(0.05) && final.Count > 1)
            (final[0], final[1]) = (final[1] with { Version = 0 }, final[0] with { Version = 1 });
        var history = new StreamHistory(StreamStory.Subject, final, final);
        history.Appends.AddRange(_appends);
        history.Reads.AddRange(_reads);
        return history;
    }

    private void Take(long now)
    {
        var (invoked, returned) = (now - _random.Next(0, 25), now + _random.Next(1, 25));
        if (Chance(0.25))
            Read(invoked, returned);
        else if (_appends.Count > 0 && Chance(0.25))
            Append(_appends[_random.Next(_appends.Count)], invoked, returned);
        else
            Append(NewAttempt(), invoked, returned);
    }

    private void Read(long invoked, long returned)
    {
        var isStrong = Chance(0.6);
        var length = isStrong ? _state.Count : _lengths[_random.Next(_lengths.Count)];
        if (Chance(0.15))
            length = Math.Max(0, length + _random.Next(-1, 2));
        _reads.Add(new ReadAttempt
        {
            Client = 0,
            Stream = StreamStory.Subject,
            Invoked = invoked,
            Returned = returned,
            IsStrong = isStrong,
            Length = length,
            Events = [.. _state.Take((int)length).Select((print, version) => new SeenEvent(version, print))],
        });
    }

    private AppendAttempt NewAttempt()
    {
        var name = $"{_appends.Count}";
        var near = Math.Max(0, _state.Count - 1 + (Chance(0.3) ? _random.Next(-1, 2) : 0));
        var expected = _random.Next(4) switch
        {
            0 => ExpectedVersion.Any,
            1 => ExpectedVersion.NoStream,
            2 => ExpectedVersion.StreamExists,
            _ => ExpectedVersion.Exactly(StreamVersion.Of(near)),
        };
        var events = Enumerable.Range(0, _random.Next(1, 3)).Select(i => StreamStory.Print($"{name}/{i}"));
        return new AppendAttempt
        {
            Client = 0,
            Append = StreamStory.Append(name),
            Streams = [new AttemptedStream(StreamStory.Subject, expected, [.. events])],
            Invoked = 0,
            Returned = 0,
            Outcome = StreamStory.Unknown,
        };
    }

    private void Append(AppendAttempt attempt, long invoked, long returned)
    {
        var outcome = Answer(attempt);
        if (Chance(0.08))
            outcome = Falsify(outcome);
        _appends.Add(attempt with { Invoked = invoked, Returned = outcome is AttemptOutcome.Unknown ? long.MaxValue : returned, Outcome = outcome });
    }

    private AttemptOutcome Answer(AppendAttempt attempt)
    {
        var part = attempt.Streams[0];
        if (Chance(0.1))
            return StreamStory.Fail;
        var isLost = Chance(0.2);
        if (isLost && Chance(0.5))
            return StreamStory.Unknown;
        if (!_stored.TryGetValue(attempt.Append, out var first))
        {
            if (!part.Expected.Holds(_state.Count == 0 ? null : StreamVersion.Of(_state.Count - 1)))
                return isLost ? StreamStory.Unknown : StreamStory.Conflict(_state.Count - 1, isCached: Chance(0.2));
            first = _stored[attempt.Append] = _state.Count;
            _state.AddRange(part.Events);
            _owners.AddRange(part.Events.Select(_ => attempt.Append));
            _lengths.Add(_state.Count);
        }

        return isLost ? StreamStory.Unknown : StreamStory.Ok(first);
    }

    private AttemptOutcome Falsify(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Ok ok => Chance(0.5) ? StreamStory.Fail : StreamStory.Ok(Math.Max(0, ok.Firsts[StreamStory.Subject] + _random.Next(-1, 2))),
        AttemptOutcome.Conflict conflict => StreamStory.Conflict(Math.Max(-1, conflict.Actual + _random.Next(-1, 2)), conflict.IsCached),
        _ => Chance(0.5) ? StreamStory.Conflict(_state.Count - 1) : StreamStory.Ok(_state.Count),
    };

    private bool Chance(double of) => _random.NextDouble() < of;
}
