using System.Globalization;
using System.Runtime.CompilerServices;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Find;
using EventAdmin.Web.Components.Lists;
using EventAdmin.Web.Components.Navigation;

namespace EventAdmin.Web.Features.Find;

/// <summary>The find pages' and the find box's one door to the engine. Thread-safe. Reads only.</summary>
public sealed partial class FindService(EventStore store, SentenceWriter sentences) : IFindSuggestions
{
    /// <summary>Hits of a group on the find page.</summary>
    public const int HitsMax = 50;

    private IEventStorage Storage => store.Storage;

    /// <inheritdoc/>
    public async IAsyncEnumerable<FindSuggestionGroup> SuggestAsync(
        FindQuestion question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var text = await ReadAsync(question, cancellationToken);
        var takenAs = text.TakenAs;
        await foreach (var group in FindAsync(text, question.OpenStream, FindSuggestionGroup.ShownMax, cancellationToken))
        {
            yield return new FindSuggestionGroup
            {
                Name = group.Name,
                TakenAs = takenAs,
                Suggestions = [.. group.Hits.Select(static hit => new FindSuggestion { Text = hit.Text, Detail = hit.Detail, Url = hit.Url, IsExact = hit.IsExact })],
            };
            takenAs = null;
        }
    }

    /// <summary>What a text can be taken for.</summary>
    public async Task<FindText> ReadAsync(FindQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var categories = (await Storage.ListCategoriesAsync(includeSystem: false, cancellationToken)).Value;
        return FindText.Read(question.Text, StreamId.TryParse(question.OpenStream, out var open) ? open : null, categories.Select(static c => c.Name));
    }

    /// <summary>Hits of every kind, group by group as they become known; groups without hits are left out.</summary>
    public async IAsyncEnumerable<FindGroup> FindAsync(
        FindText text, string? openStream, int hitsMax, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Text.Length is 0)
            yield break;
        if (text.Version is not null && StreamId.TryParse(openStream, out var open))
        {
            var hit = await FindVersionAsync(open, text.Version.Value, cancellationToken);
            if (hit is not null)
                yield return new FindGroup { Name = "Events", Hits = [hit] };
        }

        if (text.Id is null && text.Position is null)
        {
            if (await FindStreamsAsync(text, hitsMax, cancellationToken) is { Hits.Count: > 0 } streams)
                yield return streams;
        }

        if (await FindEventsAsync(text, cancellationToken) is { Count: > 0 } events)
            yield return new FindGroup { Name = "Events", Hits = events };
        if (await FindCorrelationsAsync(text, cancellationToken) is { Count: > 0 } correlations)
            yield return new FindGroup { Name = "Correlations", Hits = correlations };
        if (text.Id is null && text.Position is null && await FindTypesAsync(text.Text, hitsMax, cancellationToken) is { Count: > 0 } types)
            yield return new FindGroup { Name = "Types", Hits = types };
    }

    /// <summary>The streams among these that have events, in the order given.</summary>
    public async Task<IReadOnlyList<FindHit>> FindExistingAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        var hits = new List<FindHit>();
        foreach (var name in names)
        {
            if (StreamId.TryParse(name, out var stream) && await FindHeadAsync(stream, cancellationToken) is { } head)
                hits.Add(HitOf(head, isExact: false));
        }

        return hits;
    }

    /// <summary>True when nothing was ever appended.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) =>
        await Storage.FindFeedHeadAsync(cancellationToken) == FeedPosition.Start;

    /// <summary>A page of the events that carry an id or have a type.</summary>
    public async Task<FoundEvents> ListEventsAsync(FindPageState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        var isNewestFirst = state.Kind is FindKind.Type;
        var lookup = new EventLookup
        {
            After = state.After,
            CountMax = HitsMax,
            Direction = isNewestFirst ? ReadDirection.Backward : ReadDirection.Forward,
        };
        var spellings = state.Kind is FindKind.Correlation or FindKind.Causation ? SpellingsOf(state.Text) : [state.Text];
        foreach (var spelling in spellings)
        {
            if (Narrow(lookup, state.Kind, spelling) is not { } narrowed)
                break;
            var answer = await Storage.LookUpAsync(narrowed, ReadOptions.Default, cancellationToken);
            if (answer.Value.Events.Count is 0)
                continue;
            return new FoundEvents
            {
                Rows = [.. answer.Value.Events.Select(e => EventRows.Of(e, sentences))],
                Next = answer.Value.IsEnd ? null : state with { After = answer.Value.Next },
                Evidence = ReadEvidence.Of(answer.Receipt, Storage.Capabilities, newest: null),
            };
        }

        return new FoundEvents { Rows = [], Next = null, Evidence = null };
    }

    private static EventLookup? Narrow(EventLookup lookup, FindKind? kind, string text) => kind switch
    {
        FindKind.Correlation => lookup with { CorrelationId = text },
        FindKind.Causation => lookup with { CausationId = text },
        FindKind.Append when AppendId.TryParse(text, out var append) => lookup with { Append = append },
        FindKind.Type => lookup with { Type = text },
        _ => null,
    };

    /// <summary>Correlation and causation ids are kept as written: a GUID is looked up as typed and in the usual spellings.</summary>
    private static IEnumerable<string> SpellingsOf(string text) => Guid.TryParse(text, out var id)
        ? new[] { text, id.ToString("D"), id.ToString("N"), id.ToString("D").ToUpperInvariant() }.Distinct(StringComparer.Ordinal)
        : [text];

    private static string Count(long count, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {one}{(count is 1 ? "" : "s")}");

    private static FindHit HitOf(StreamHead head, bool isExact) => new()
    {
        Kind = FindKind.Stream,
        Text = head.Stream.Value,
        Detail = Count(head.Count, "event"),
        Url = AppUrls.Stream(head.Stream.Value),
        Stream = head.Stream.Value,
        IsExact = isExact,
    };

    private async Task<StreamHead?> FindHeadAsync(StreamId stream, CancellationToken cancellationToken) =>
        (await Storage.FindHeadAsync(stream, ReadOptions.Default, cancellationToken)).Value;
}
