using System.Collections.Frozen;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Web.Http.Feeds;

/// <summary>What a subscription request asks for, or why it is refused.</summary>
internal sealed record FeedTerms
{
    private const int TypesMax = 256;

    public FeedFilter Filter { get; private init; } = FeedFilter.None;

    public FeedPosition After { get; private init; }

    public string? Refusal { get; private init; }

    public static FeedTerms Read(FeedSubscriptionRequest request, FeedPosition head)
    {
        StreamId? stream = null;
        if (request.Stream is { } text)
        {
            if (StreamId.Check(text) is { } problem)
                return Refuse(problem);
            stream = StreamId.Parse(text);
        }

        if (request.Types is null || request.Types.Count > TypesMax)
            return Refuse($"A subscription names at most {TypesMax} event types.");
        if (request.EnvelopesMax is <= 0)
            return Refuse("EnvelopesMax is 1 or more.");
        if (!TryReadAfter(request.After, head, out var after))
            return Refuse($"'{request.After}' is no position: '{FeedSubscriptionRequest.Start}', '{FeedSubscriptionRequest.Now}' or one that this server printed.");
        if (after > head)
            return Refuse($"The position {after} is beyond the end of the feed ({head}): it was printed by another store.");
        var filter = new FeedFilter { Stream = stream, Category = request.Category, Types = request.Types.ToFrozenSet(StringComparer.Ordinal) };
        return new FeedTerms { Filter = filter, After = after };
    }

    private static bool TryReadAfter(string? text, FeedPosition head, out FeedPosition after)
    {
        after = text is FeedSubscriptionRequest.Now ? head : FeedPosition.Start;
        return text is FeedSubscriptionRequest.Now or FeedSubscriptionRequest.Start || FeedPosition.TryParse(text, out after);
    }

    private static FeedTerms Refuse(string reason) => new() { Refusal = reason };
}
