using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Testing.Histories;

namespace EventAdmin.Storage.Tests.Histories;

/// <summary>A history of one stream, written by hand. Events are numbered; event 3 of append "b" is <c>b/3</c>.</summary>
internal sealed class StreamStory
{
    public static readonly StreamId Subject = StreamId.Parse("story-1");

    private readonly StreamHistory _history;
    private int _clients;

    public StreamStory(params string[] final)
        : this(final, final)
    {
    }

    public StreamStory(string[] final, string[] finalAgain) => _history = new StreamHistory(Subject, Stored(final), Stored(finalAgain));

    public StreamHistory History => _history;

    public IReadOnlyList<string> Checks => [.. StreamChecker.Check(_history).Select(violation => violation.Check).Distinct().Order(StringComparer.Ordinal)];

    public static EventPrint Print(string name) => new(EventId.FromName("story", name), (UInt128)1);

    public static AppendId Append(string name) => AppendId.Of([new StreamAppend { Stream = StreamId.Parse("append-" + name), Expected = ExpectedVersion.Any, Events = [] }]);

    /// <summary>A try; its events are named after the append and numbered.</summary>
    public StreamStory Tries(string append, string expected, int events, (long From, long To) when, AttemptOutcome outcome)
    {
        Assert.True(ExpectedVersion.TryParse(expected, out var expectation));
        var prints = Enumerable.Range(0, events).Select(i => Print(string.Create(CultureInfo.InvariantCulture, $"{append}/{i}")));
        _history.Appends.Add(new AppendAttempt
        {
            Client = _clients++,
            Append = Append(append),
            Streams = [new AttemptedStream(Subject, expectation, [.. prints])],
            Invoked = when.From,
            Returned = when.To,
            Outcome = outcome,
        });
        return this;
    }

    public StreamStory Reads((long From, long To) when, bool isStrong, params string[] seen)
    {
        _history.Reads.Add(new ReadAttempt
        {
            Client = _clients++,
            Stream = Subject,
            Invoked = when.From,
            Returned = when.To,
            IsStrong = isStrong,
            Length = seen.Length,
            Events = [.. seen.Select((name, version) => new SeenEvent(version, Print(name)))],
        });
        return this;
    }

    public static AttemptOutcome Ok(long first) => new AttemptOutcome.Ok(new Dictionary<StreamId, long> { [Subject] = first });

    public static AttemptOutcome Conflict(long actual, bool isCached = false) => new AttemptOutcome.Conflict(Subject, actual, isCached);

    public static AttemptOutcome Fail { get; } = new AttemptOutcome.Fail("Busy");

    public static AttemptOutcome Unknown { get; } = new AttemptOutcome.Unknown();

    private static StoredEvent[] Stored(string[] names) =>
        [.. names.Select((name, version) => new StoredEvent(version, Print(name), Append(name.Split('/')[0])))];
}
