using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Lists;
using EventId = EventAdmin.EventSourcing.Events.EventId;

namespace EventAdmin.Web.Features.Streams;

public sealed partial class StreamsService
{
    private const int ChangesMax = 20;
    private const int LinksMax = 50;

    /// <summary>Where the event with this id stands; null when there is none.</summary>
    public async Task<RecordedEvent?> FindEventAsync(EventId id, CancellationToken cancellationToken) =>
        (await Storage.FindEventAsync(id, ReadOptions.Default, cancellationToken)).Value;

    /// <summary>One event of a stream.</summary>
    public async Task<EventLookupResult> FindEventAsync(StreamId stream, StreamVersion version, CancellationToken cancellationToken)
    {
        var read = new StreamRead { Stream = stream, From = version, CountMax = 1 };
        var answer = await Storage.ReadStreamAsync(read, ReadOptions.Default, cancellationToken);
        if (answer.Value.Head is not { } head)
            return new EventLookupResult.NoSuchStream(await FindNearAsync(stream.Value, cancellationToken));
        if (answer.Value.Events is not [{ } e] || e.Version != version)
            return new EventLookupResult.NoSuchVersion(head);
        return new EventLookupResult.Found(new EventDetails
        {
            Event = e,
            Head = head,
            Sentence = sentences.Write(e),
            IsKnownType = types.Find(e.Type) is not null,
            Evidence = ReadEvidence.Of(answer.Receipt, Storage.Capabilities, head.Last.ToString()),
        });
    }

    /// <summary>What an event changed in the state that the default reducer of its category folds; null when there is no such event.</summary>
    public async Task<EventChange?> FindChangeAsync(StreamId stream, StreamVersion version, CancellationToken cancellationToken)
    {
        var reducer = reducers.Default(stream.Category);
        var request = new ReplayRequest { Stream = stream, Reducer = reducer, Moment = new Moment.AtVersion(version), IncludePrevious = true };
        var result = await replayer.ReplayAsync(request, ReadOptions.Default, cancellationToken);
        return result switch
        {
            ReplayResult.Replayed { State: { Version: { } at, PreviousJson: { } before } state } when at == version =>
                new EventChange.Known(StateDiff.Between(before, state.Json, reducer.ItemKeys, ChangesMax), NameOf(reducer)),
            ReplayResult.ReducerFailed failed => new EventChange.NotFolded(NameOf(reducer), failed.Event.Version.ToString()),
            _ => null,
        };
    }

    /// <summary>What an event hangs together with.</summary>
    public async Task<EventLinks> FindLinksAsync(RecordedEvent e, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(e);
        var cause = EventId.TryParse(e.Metadata.CausationId, out var causeId) ? await FindEventAsync(causeId, cancellationToken) : null;
        var effects = await LookUpAsync(new EventLookup { CausationId = e.Id.ToString(), CountMax = LinksMax }, cancellationToken);
        var correlated = e.Metadata.CorrelationId is { } correlation
            ? await LookUpAsync(new EventLookup { CorrelationId = correlation, CountMax = LinksMax }, cancellationToken)
            : null;
        return new EventLinks
        {
            Cause = cause is null ? null : RowOf(cause),
            Effects = [.. effects.Events.Select(RowOf)],
            Correlated = [.. (correlated?.Events ?? []).Where(other => other.Id != e.Id).Select(RowOf)],
            HasMore = !effects.IsEnd || correlated is { IsEnd: false },
        };
    }

    private async Task<FeedPage> LookUpAsync(EventLookup lookup, CancellationToken cancellationToken) =>
        (await Storage.LookUpAsync(lookup, ReadOptions.Default, cancellationToken)).Value;

    private static string NameOf(IReducer reducer) => $"{reducer.Name} {reducer.Version}";
}
