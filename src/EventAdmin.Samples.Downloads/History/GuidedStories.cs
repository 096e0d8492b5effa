using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Samples.Downloads.Domain;

namespace EventAdmin.Samples.Downloads.History;

/// <summary>A story of five steps through the guided set.</summary>
/// <param name="Id">A word for links and tests.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Summary">What one learns.</param>
/// <param name="Steps">The steps, in order.</param>
public sealed record GuidedStory(string Id, string Title, string Summary, IReadOnlyList<GuidedStep> Steps);

/// <summary>One place to look at, and what to see there.</summary>
public sealed record GuidedStep
{
    /// <summary>What to see.</summary>
    public required string Title { get; init; }

    /// <summary>Why it matters.</summary>
    public required string Text { get; init; }

    /// <summary>The stream.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>The kind of page.</summary>
    public required GuidedPage Page { get; init; }

    /// <summary>
    /// The version counted from the stream's first of this load: the event to open, or the moment of a replay. Null where the step looks at
    /// the whole stream, or at a moment by <see cref="OccurredAt"/>, or at now.
    /// </summary>
    public long? Version { get; init; }

    /// <summary>The moment of a replay by occurred time; null otherwise.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The reducer to replay with; null for the category's default.</summary>
    public string? Reducer { get; init; }

    /// <summary>The version in the store: a stream that was removed and loaded again goes on counting where it stopped.</summary>
    public StreamVersion? VersionIn(StreamHead head) => Version is { } relative ? head.First.Plus(relative) : null;

    /// <summary>The moment of a replay in the store.</summary>
    public Moment MomentIn(StreamHead head) => (VersionIn(head), OccurredAt) switch
    {
        ({ } version, _) => new Moment.AtVersion(version),
        (null, { } instant) => new Moment.AtOccurred(instant),
        (null, null) => Moment.Now,
    };
}

/// <summary>The kind of page that a step opens.</summary>
public enum GuidedPage
{
    /// <summary>The stream's events.</summary>
    Stream,

    /// <summary>One event.</summary>
    Event,

    /// <summary>The time machine.</summary>
    Replay,
}

/// <summary>The stories of the guided set: they need its histories as they are, and a test holds each claim they make.</summary>
public static class GuidedStories
{
    private static readonly StreamId Jane = StreamId.Parse("customer-4711");
    private static readonly StreamId JanesLicense = StreamId.Parse("license-4711-tv1-t88");
    private static readonly StreamId JanesDownloads = StreamId.Parse("downloads-4711-t88");
    private static readonly StreamId Viktor = StreamId.Parse("customer-5120");
    private static readonly StreamId ViktorsDownloads = StreamId.Parse("downloads-5120-t31");
    private static readonly StreamId ViktorsLicense = StreamId.Parse("license-5120-tablet1-t31");
    private static readonly StreamId LenasLicense = StreamId.Parse("license-6203-tv1-t17");

    /// <summary>A happy customer, a dispute, a bug in history.</summary>
    public static IReadOnlyList<GuidedStory> All { get; } =
    [
        new("happy", "A happy customer", "Jane downloads, renews and returns. Read her story, then ask what was true on a day.",
        [
            Step("Everything that happened to Jane", "A stream is the whole story: registered, two devices, a new address, a better plan.", Jane, GuidedPage.Stream),
            Step("She moves house", "On 2 March 2026 the address changed. The event says who did it and where.", Jane, GuidedPage.Event, 3),
            Step("What was on file on 1 March?", "Pick a moment: on that morning the address was still Hauptstr. 3.", Jane, GuidedPage.Replay) with
            {
                OccurredAt = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero),
            },
            Step("A licence, renewed twice", "While “Alps” is on her television its licence is renewed. Step through and watch “expires” move.", JanesLicense, GuidedPage.Replay, 2),
            Step("And downloaded again", "She returned it in April and fetched it again in October: two of six used, four remaining.", JanesDownloads, GuidedPage.Replay),
        ]),
        new("dispute", "A dispute", "“I never used my third download.” The history knows better, and it is evidence one can hand on.",
        [
            Step("The claim", "Viktor is refused a fourth download of “Night Train” and says that the third was never used.", Viktor, GuidedPage.Event, 4),
            Step("All his downloads of the title", "Three were started this year, on three devices. The plan allows three.", ViktorsDownloads, GuidedPage.Stream),
            Step("The third one", "Started on tablet1 late on 21 June: number 3 of 3.", ViktorsDownloads, GuidedPage.Event, 6),
            Step("It was used", "Nine days later the tablet renewed the licence: nobody renews what they do not watch.", ViktorsLicense, GuidedPage.Event, 1),
            Step("So the refusal was right", "At the refusal nothing remained. This page is the answer to the customer.", ViktorsDownloads, GuidedPage.Replay, 9),
        ]),
        new("bug", "A bug in history", "A release was recorded twice. Find the event that drove the count below zero, and see what a fix would say.",
        [
            Step("All is well", "One licence was acquired, renewed and released: none remains out.", LenasLicense, GuidedPage.Replay, 2),
            Step("Released again?", "Two seconds later the same release, under another event id: the app retried and did not say so.", LenasLicense, GuidedPage.Event, 3),
            Step("Below zero", "This event made “remaining” −1. History is never edited: what is wrong stays visible.", LenasLicense, GuidedPage.Replay, 3),
            Step("The damage afterwards", "The television holds a licence again, and the count says that none is out.", LenasLicense, GuidedPage.Replay),
            Step("What a fix would say", "The same events through another reducer, which passes over a release of what is not held: one remains out.", LenasLicense, GuidedPage.Replay) with
            {
                Reducer = DownloadsReducers.LicenseCorrected,
            },
        ]),
    ];

    private static GuidedStep Step(string title, string text, StreamId stream, GuidedPage page, long? version = null) =>
        new() { Title = title, Text = text, Stream = stream, Page = page, Version = version };
}
