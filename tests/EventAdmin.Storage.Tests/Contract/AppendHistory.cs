using System.Collections.Concurrent;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

/// <summary>
/// What concurrent writers asked and were told, and the check that one order of appends, the feed's, explains every answer: an answer must
/// be right at some moment between its question and itself.
/// </summary>
internal sealed class AppendHistory
{
    private readonly ConcurrentQueue<Attempt> _attempts = new();
    private long _time;

    private sealed record Attempt(AppendRequest Request, AppendOutcome Outcome, long Asked, long Told);

    /// <summary>One append as stored: its events, and when it was first asked for and first told of.</summary>
    private sealed record Commit(AppendRequest Request, AppendOutcome.Appended Outcome, long Asked, long Told);

    public async Task TryAsync(IEventAppender store, AppendRequest request, CancellationToken cancellationToken)
    {
        var asked = Interlocked.Increment(ref _time);
        var outcome = await store.AppendAsync(request, cancellationToken);
        _attempts.Enqueue(new Attempt(request, outcome, asked, Interlocked.Increment(ref _time)));
    }

    public void AssertExplains(IReadOnlyList<RecordedEvent> feed)
    {
        Assert.All(_attempts, attempt => Assert.True(attempt.Outcome is AppendOutcome.Appended or AppendOutcome.Conflict, attempt.Outcome.ToString()));
        Assert.Equal(Enumerable.Range(1, feed.Count).Select(n => (long)n), feed.Select(e => e.Position.ToStore()));
        var commits = CommitsIn(feed);
        var heads = new List<Dictionary<StreamId, StreamVersion>> { new() };
        foreach (var commit in commits)
            heads.Add(Apply(commit, heads[^1]));
        for (var later = 0; later < commits.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
                Assert.True(commits[later].Told > commits[earlier].Asked, $"{commits[later].Request.Id} was told before {commits[earlier].Request.Id} was asked, but stands after it.");
        }

        foreach (var attempt in _attempts)
        {
            if (attempt.Outcome is AppendOutcome.Conflict conflict)
                AssertWasSo(conflict, attempt, commits, heads);
        }
    }

    private List<Commit> CommitsIn(IReadOnlyList<RecordedEvent> feed)
    {
        var appended = _attempts.Where(attempt => attempt.Outcome is AppendOutcome.Appended).ToLookup(attempt => attempt.Request.Id);
        var commits = new List<Commit>();
        var read = 0;
        while (read < feed.Count)
        {
            var tries = appended[feed[read].Append].ToList();
            Assert.NotEmpty(tries);
            var outcomes = tries.ConvertAll(attempt => (AppendOutcome.Appended)attempt.Outcome);
            var first = Assert.Single(outcomes, outcome => !outcome.IsRepeat);
            Assert.All(outcomes, outcome => Assert.Equal((first.Position, first.RecordedAt), (outcome.Position, outcome.RecordedAt)));
            Assert.All(outcomes, outcome => Assert.Equal(first.Streams, outcome.Streams));

            var request = tries[0].Request;
            var stored = feed.Skip(read).Take(request.EventCount).ToList();
            Assert.All(stored, e => Assert.Equal(request.Id, e.Append));
            Assert.Equal(request.Streams.SelectMany(stream => stream.Events.Select(e => (stream.Stream, e.Id))), stored.Select(e => (e.Stream, e.Id)));
            Assert.Equal(stored[^1].Position, first.Position);
            commits.Add(new Commit(request, first, tries.Min(attempt => attempt.Asked), tries.Min(attempt => attempt.Told)));
            read += stored.Count;
        }

        Assert.Equal(appended.Count, commits.Count);
        return commits;
    }

    private static Dictionary<StreamId, StreamVersion> Apply(Commit commit, Dictionary<StreamId, StreamVersion> before)
    {
        var after = new Dictionary<StreamId, StreamVersion>(before);
        var streams = new List<AppendedStream>();
        foreach (var stream in commit.Request.Streams)
        {
            var head = HeadOf(stream.Stream, before);
            Assert.True(stream.Expected.Holds(head), $"{commit.Request.Id} was stored though {stream.Stream} stood at {head} and {stream.Expected} was expected.");
            if (stream.Events.Count == 0)
                continue;
            var next = head?.Plus(1) ?? StreamVersion.First;
            after[stream.Stream] = next.Plus(stream.Events.Count - 1);
            streams.Add(new AppendedStream(stream.Stream, next, after[stream.Stream]));
        }

        Assert.Equal(streams, commit.Outcome.Streams);
        return after;
    }

    private static void AssertWasSo(
        AppendOutcome.Conflict conflict, Attempt attempt, List<Commit> commits, List<Dictionary<StreamId, StreamVersion>> heads)
    {
        Assert.False(conflict.Expected.Holds(conflict.Actual));
        var earliest = commits.FindLastIndex(commit => commit.Told < attempt.Asked) + 1;
        var firstLater = commits.FindIndex(commit => commit.Asked > attempt.Told);
        var latest = firstLater < 0 ? commits.Count : firstLater;
        var wasSo = Enumerable.Range(earliest, latest - earliest + 1).Any(moment =>
        {
            var broken = attempt.Request.Streams.First(stream => !stream.Expected.Holds(HeadOf(stream.Stream, heads[moment])) || stream.Stream == conflict.Stream);
            return broken.Stream == conflict.Stream && HeadOf(conflict.Stream, heads[moment]) == conflict.Actual;
        });
        Assert.True(wasSo, $"{conflict} was never so between question and answer.");
    }

    private static StreamVersion? HeadOf(StreamId stream, Dictionary<StreamId, StreamVersion> heads) =>
        heads.TryGetValue(stream, out var head) ? head : null;
}
