using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Web.Features.Replay;

/// <summary>The time machine's only door to the engine: it reads, and nothing else. Thread-safe.</summary>
public sealed class ReplayService(Replayer replayer, ReducerRegistry reducers, IEventStorage storage, SentenceWriter sentences)
{
    /// <summary>Up to so many events the histories of all fields are read without being asked for.</summary>
    public const long WalkUnasked = 50_000;

    private const int FieldsMax = 50_000;

    private static readonly ReadOnlyMemory<byte> NoState = "{}"u8.ToArray();

    /// <summary>The reducers offered for a stream, its default first.</summary>
    public IReadOnlyList<IReducer> Reducers(StreamId stream) => reducers.List(stream.Category);

    /// <summary>The reducer of a name; null when there is none.</summary>
    public IReducer? FindReducer(string name) => reducers.Find(name);

    /// <summary>The reducer that an address names, or the stream's default.</summary>
    public IReducer ReducerOf(ReplayPageState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return (state.Reducer is { } name ? reducers.Find(name) : null) ?? reducers.Default(state.Stream.Category);
    }

    /// <summary>The state at the page's moment with what changed to get there.</summary>
    public async Task<ReplayAnswer> ReplayAsync(ReplayPageState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        var request = RequestOf(state) with { IncludePrevious = state.Versus is null };
        switch (await replayer.ReplayAsync(request, ReadOptions.Default, cancellationToken))
        {
            case ReplayResult.Replayed replayed:
                return new ReplayAnswer.Shown(await DescribeAsync(state, request, replayed.State, cancellationToken));
            case ReplayResult.ReducerFailed failed:
                return new ReplayAnswer.ReducerFailed(
                    await DescribeAsync(state, request, failed.Before, cancellationToken), failed.Event.Version, failed.Error);
            case ReplayResult.NoSuchStream:
                return new ReplayAnswer.NoSuchStream();
            case var unknown:
                throw new InvalidOperationException($"Expected a known result of a replay, found {unknown.GetType().Name}.");
        }
    }

    /// <summary>The state of a stream at a moment, by itself.</summary>
    public Task<ReplayResult> FindStateAsync(StreamId stream, Moment moment, IReducer reducer, CancellationToken cancellationToken) =>
        replayer.ReplayAsync(new ReplayRequest { Stream = stream, Reducer = reducer, Moment = moment }, ReadOptions.Default, cancellationToken);

    /// <summary>For every field of the state at the page's moment, the version that last changed it; null when the reducer fails on the way.</summary>
    public async Task<FieldBlame?> BlameAsync(ReplayPageState state, CancellationToken cancellationToken) =>
        (await replayer.BlameAsync(RequestOf(state), ReadOptions.Default, cancellationToken) as HistoryResult<FieldBlame>.Found)?.Value;

    /// <summary>How much each event of the whole stream changed; null when the reducer fails on the way.</summary>
    public async Task<ChangeMap?> MapChangesAsync(ReplayPageState state, CancellationToken cancellationToken)
    {
        var request = RequestOf(state) with { Moment = Moment.Now };
        return (await replayer.MapChangesAsync(request, ReadOptions.Default, cancellationToken) as HistoryResult<ChangeMap>.Found)?.Value;
    }

    /// <summary>Folds from the first event without snapshots and says whether the fingerprint is the same.</summary>
    public async Task<ReplayCheck> CheckAsync(ReplayPageState state, ReplayedState shown, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shown);
        var moment = shown.Asked is Moment.Newest && shown.Version is { } version ? new Moment.AtVersion(version) : shown.Asked;
        var request = RequestOf(state) with { Moment = moment, UseSnapshots = false };
        return await replayer.ReplayAsync(request, ReadOptions.Default, cancellationToken) is ReplayResult.Replayed full
            ? new ReplayCheck(full.State.Fingerprint == shown.Fingerprint, full.State.EventsFolded, full.State.Fingerprint)
            : new ReplayCheck(IsEqual: false, 0, default);
    }

    /// <summary>Who set a field: the event at <paramref name="setter"/> with the value before and after it, and the setter before that one.</summary>
    public async Task<FieldOrigin?> FindOriginAsync(
        ReplayPageState state, string field, StreamVersion setter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        var request = RequestOf(state.AtVersion(setter)) with { IncludePrevious = true };
        if (await replayer.ReplayAsync(request, ReadOptions.Default, cancellationToken) is not ReplayResult.Replayed { State: { Event: { } e } at })
            return null;
        var change = StateDiff.Between(at.PreviousJson ?? NoState, at.Json, request.Reducer.ItemKeys, FieldsMax)
            .Changes.FirstOrDefault(candidate => candidate.Path == field);
        StreamVersion? earlier = null;
        if (change?.Was is not null && setter > at.Head.First)
        {
            var before = await BlameAsync(state.AtVersion(StreamVersion.Of(setter.Value - 1)), cancellationToken);
            earlier = before?.Find(field)?.Version;
        }

        return new FieldOrigin(field, e, sentences.Write(e), change, earlier);
    }

    private ReplayRequest RequestOf(ReplayPageState state) => new()
    {
        Stream = state.Stream,
        Reducer = ReducerOf(state),
        Moment = state.At,
    };

    private async Task<ReplayedView> DescribeAsync(
        ReplayPageState page, ReplayRequest request, ReplayedState at, CancellationToken cancellationToken)
    {
        var keys = request.Reducer.ItemKeys;
        var (was, words) = page.Versus is { } versus
            ? await ReadVersusAsync(request, versus, cancellationToken)
            : (at.PreviousJson ?? NoState, at.Version is { } version ? PreviousWords(at, version) : "nothing");
        return new ReplayedView
        {
            State = at,
            Fields = [.. StateDiff.Between(NoState, at.Json, keys, FieldsMax).Changes.Select(leaf => new BlamedField(leaf.Path, leaf.Now ?? "null", Version: null))],
            Change = StateDiff.Between(was, at.Json, keys, FieldsMax),
            ComparedWith = words,
            Sentence = at.Event is { } e ? sentences.Write(e) : null,
            NextEvent = await FindNextAsync(at, cancellationToken),
            ReadFrom = at.Reads.Got.Count > 0
                ? $"{at.Reads.Store}, got {string.Join(", ", at.Reads.Got)}"
                : $"{at.Reads.Store}, {storage.Capabilities.FreshnessSentence.TrimEnd('.')}",
        };
    }

    private static string PreviousWords(ReplayedState at, StreamVersion version) =>
        version > at.Head.First ? StreamVersion.Of(version.Value - 1).ToString() : "empty";

    private async Task<(ReadOnlyMemory<byte> Json, string Words)> ReadVersusAsync(
        ReplayRequest request, Moment versus, CancellationToken cancellationToken)
    {
        var other = await replayer.ReplayAsync(request with { Moment = versus, IncludePrevious = false }, ReadOptions.Default, cancellationToken);
        return other is ReplayResult.Replayed { State: var state } ? (state.Json, state.Version?.ToString() ?? "empty") : (NoState, "empty");
    }

    private async Task<StreamVersion?> FindNextAsync(ReplayedState at, CancellationToken cancellationToken)
    {
        var from = at.Version is { } version ? version.Plus(1) : at.Head.First;
        var read = new StreamRead { Stream = at.Stream, From = from, CountMax = 1 };
        var page = await storage.ReadStreamAsync(read, ReadOptions.Default, cancellationToken);
        return page.Value.Events is [{ } next] ? next.Version : null;
    }
}
