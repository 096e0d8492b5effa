using EventAdmin.Client.Contracts;
using EventAdmin.Web.Components.Find;
using EventAdmin.Web.Http.Api;

namespace EventAdmin.Web.Features.Find;

/// <summary>What the find page finds, as data.</summary>
internal static class FindEndpoint
{
    private const int TextLengthMax = 256;
    private const int SearchesMax = 8;

    private const string Sample = """
        {"text":"order-1","takenAs":"starts like a stream of order","groups":[{"name":"Streams","hits":[{"kind":"stream","text":"order-1",
        "detail":"1 event","isExact":true,"stream":"order-1","page":"/streams/order-1"}]}]}
        """;

    private static readonly ApiParameter Text = ApiParameter.InQuery(
        "q", "A stream's id or its beginning, an event's id, a correlation, causation or append id, an event type, or a position.", "order-1") with
    {
        IsRequired = true,
    };

    public static void MapFind(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapRead("/api/find", AnswerAsync).AddEndpointFilter(new WorkLimit("searches", SearchesMax)).Describe(new ApiOperation
        {
            Id = "find",
            Subject = "Find",
            Summary = "Find by name or id",
            Description = "What the find page of the app finds, at most 50 of a kind. Nothing found is an answer without groups.",
            Parameters = [Text, ApiParameters.IfNoneMatch],
            Answers =
            [
                new ApiAnswer(200, "What was found.", new ApiContent(Accepting.Json, typeof(FindAnswer), Sample)),
                new ApiAnswer(304, "What the caller has, by its ETag, is still the answer."),
            ],
            Problems = [406, 429],
        });

    private static async Task<IResult> AnswerAsync(HttpRequest request, FindService find, CancellationToken cancellationToken)
    {
        Accepting.Choose(request, [Accepting.Json]);
        var typed = ApiQuery.Text(request, Text) ?? throw ApiQuery.Invalid(Text.Name, "'q' is missing: what to find.");
        if (typed.Length > TextLengthMax)
            throw ApiQuery.Invalid(Text.Name, $"'q' has {typed.Length} characters; at most {TextLengthMax} are read.", Text.Name);
        var text = await find.ReadAsync(new FindQuestion(typed, OpenStream: null), cancellationToken);
        var groups = new List<FindAnswerGroup>();
        await foreach (var group in find.FindAsync(text, openStream: null, FindService.HitsMax, cancellationToken))
            groups.Add(new FindAnswerGroup { Name = group.Name, Hits = [.. group.Hits.Select(Describe)] });
        var answer = new FindAnswer { Text = text.Text, TakenAs = text.TakenAs, Groups = groups };
        var tag = Tags.Of(groups.SelectMany(group => group.Hits).Select(hit => hit.ToString()).Append(text.TakenAs));
        return new TaggedResult<FindAnswer>(answer, ApiJson.Wire.FindAnswer, tag);
    }

    private static FindAnswerHit Describe(FindHit hit) => new()
    {
        Kind = hit is { Kind: FindKind.Stream, Stream: null } ? "category" : hit.Kind.ToString().ToLowerInvariant(),
        Text = hit.Text,
        Detail = hit.Detail,
        IsExact = hit.IsExact,
        Stream = hit.Stream ?? hit.Row?.StreamId,
        Version = hit.Row?.Version,
        Page = hit.Url,
    };
}
