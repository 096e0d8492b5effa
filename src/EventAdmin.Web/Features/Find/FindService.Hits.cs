using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Lists;
using EventAdmin.Web.Components.Navigation;
using EventId = EventAdmin.EventSourcing.Events.EventId;

namespace EventAdmin.Web.Features.Find;

public sealed partial class FindService
{
    private const int CountedMax = 100;
    private const int CategoriesMax = 40;

    private async Task<FindHit?> FindVersionAsync(StreamId stream, StreamVersion version, CancellationToken cancellationToken)
    {
        var read = new StreamRead { Stream = stream, From = version, CountMax = 1 };
        var page = (await Storage.ReadStreamAsync(read, ReadOptions.Default, cancellationToken)).Value;
        return page.Events is [{ } e] && e.Version == version ? HitOf(e, $"{version} of {stream}") : null;
    }

    private async Task<FindGroup> FindStreamsAsync(FindText text, int hitsMax, CancellationToken cancellationToken)
    {
        var hits = new List<FindHit>();
        if (StreamId.TryParse(text.Text, out var exact) && await FindHeadAsync(exact, cancellationToken) is { } head)
            hits.Add(HitOf(head, isExact: true));
        var hasMore = await AddStreamsAsync(hits, text.Text, hitsMax, cancellationToken);
        if (text.Category is null)
        {
            var categories = (await Storage.ListCategoriesAsync(includeSystem: false, cancellationToken)).Value;
            foreach (var category in categories.Where(category => category.Streams > 0).Take(CategoriesMax))
            {
                if (category.Name.Contains(text.Text, StringComparison.OrdinalIgnoreCase) && hits.Count < hitsMax)
                    hits.Add(HitOf(category));
                if (hits.Count < hitsMax)
                    await AddStreamsAsync(hits, $"{category.Name}-{text.Text}", hitsMax, cancellationToken);
            }
        }

        return new FindGroup
        {
            Name = "Streams",
            Hits = hits.Take(hitsMax).ToList(),
            MoreUrl = hasMore ? AppUrls.Streams(prefix: text.Text) : null,
        };
    }

    private async Task<bool> AddStreamsAsync(List<FindHit> hits, string prefix, int hitsMax, CancellationToken cancellationToken)
    {
        var read = new StreamListRead { Prefix = prefix, IncludeSystem = prefix.StartsWith('$'), CountMax = hitsMax };
        var page = (await Storage.ListStreamsAsync(read, ReadOptions.Default, cancellationToken)).Value;
        foreach (var head in page.Streams)
        {
            if (!hits.Exists(hit => string.Equals(hit.Text, head.Stream.Value, StringComparison.Ordinal)))
                hits.Add(HitOf(head, isExact: false));
        }

        return !page.IsEnd;
    }

    private async Task<IReadOnlyList<FindHit>> FindEventsAsync(FindText text, CancellationToken cancellationToken)
    {
        if (text.Id is { } id)
        {
            var e = (await Storage.FindEventAsync(new EventId(id), ReadOptions.Default, cancellationToken)).Value;
            return e is null ? [] : [HitOf(e, $"{e.Stream} {e.Version}")];
        }

        if (text.Position is not { } position)
            return [];
        // Positions are not added to: the event at or before one is the first one back from the next one on.
        var next = (await Storage.ReadFeedAsync(new FeedRead { After = position, CountMax = 1 }, ReadOptions.Default, cancellationToken)).Value;
        var back = new FeedRead
        {
            After = next.Events is [var after, ..] ? after.Position : null,
            Direction = ReadDirection.Backward,
            CountMax = 1,
        };
        var page = (await Storage.ReadFeedAsync(back, ReadOptions.Default, cancellationToken)).Value;
        return page.Events is [var at, ..] ? [HitOf(at, at.Position == position ? $"{at.Stream} {at.Version}" : $"{at.Stream} {at.Version}, nearest before: {at.Position}")] : [];
    }

    private async Task<IReadOnlyList<FindHit>> FindCorrelationsAsync(FindText text, CancellationToken cancellationToken)
    {
        var hits = new List<FindHit>();
        await AddAsync(FindKind.Correlation, "of this correlation");
        await AddAsync(FindKind.Causation, "caused by it");
        if (text.Id is not null)
            await AddAsync(FindKind.Append, "of this append");
        return hits;

        async Task AddAsync(FindKind kind, string words)
        {
            foreach (var spelling in kind is FindKind.Append ? [text.Id.ToString() ?? ""] : SpellingsOf(text.Text))
            {
                if (Narrow(new EventLookup { CountMax = CountedMax }, kind, spelling) is not { } lookup)
                    return;
                var page = (await Storage.LookUpAsync(lookup, ReadOptions.Default, cancellationToken)).Value;
                if (page.Events.Count is 0)
                    continue;
                var streams = page.Events.Select(static e => e.Stream).Distinct().Count();
                var count = page.IsEnd ? Count(page.Events.Count, "event") : string.Create(CultureInfo.InvariantCulture, $"{CountedMax}+ events");
                hits.Add(new FindHit
                {
                    Kind = kind,
                    Text = spelling,
                    Detail = $"{count} {words}, {Count(streams, "stream")}",
                    Url = new FindPageState { Text = spelling, Kind = kind }.ToUrl(),
                    IsExact = true,
                });
                return;
            }
        }
    }

    private async Task<IReadOnlyList<FindHit>> FindTypesAsync(string text, int hitsMax, CancellationToken cancellationToken)
    {
        var types = (await Storage.ListTypesAsync(cancellationToken)).Value;
        return
        [
            .. types.Where(type => type.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(type => type.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase))
                .Take(hitsMax)
                .Select(type => new FindHit
                {
                    Kind = FindKind.Type,
                    Text = type.Name,
                    Detail = Count(type.Events, "event"),
                    Url = new FindPageState { Text = type.Name, Kind = FindKind.Type }.ToUrl(),
                }),
        ];
    }

    private FindHit HitOf(RecordedEvent e, string detail) => new()
    {
        Kind = FindKind.Event,
        Text = sentences.Write(e).ToString(),
        Detail = detail,
        Url = AppUrls.Event(e.Stream.Value, e.Version.Value),
        IsExact = true,
        Row = EventRows.Of(e, sentences),
    };

    private static FindHit HitOf(CategoryCount category) => new()
    {
        Kind = FindKind.Stream,
        Text = category.Name,
        Detail = $"category, {Count(category.Streams, "stream")}",
        Url = AppUrls.Streams(category: category.Name),
    };
}
