using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Navigation;

namespace EventAdmin.Web.Http.Api;

/// <summary>Reads the parameters of a request. Whatever is wrong is refused by name; nothing is guessed or passed over.</summary>
internal static class ApiQuery
{
    private const int TypesMax = 256;

    /// <summary>Refuses query parameters that the operation does not have, and those that are there twice.</summary>
    public static void CheckNames(HttpRequest request, IReadOnlyList<ApiParameter> parameters)
    {
        foreach (var (name, values) in request.Query)
        {
            var parameter = parameters.FirstOrDefault(known => known.IsInQuery && string.Equals(known.Name, name, StringComparison.Ordinal));
            if (parameter is null)
            {
                var known = parameters.Where(one => one.IsInQuery).Select(one => one.Name).ToList();
                var words = known.Count == 0 ? "This address takes no parameters." : $"This address takes {string.Join(", ", known)}.";
                throw Refuse(ProblemKind.UnknownParameter.With($"'{Shorten(name)}' is no parameter of this address. {words}", Shorten(name)));
            }

            if (values.Count > 1 && !parameter.IsList)
                throw Invalid(name, $"'{name}' is there {values.Count} times; it is read once.");
        }
    }

    /// <summary>The value, or null where there is none. An empty one is refused.</summary>
    public static string? Text(HttpRequest request, ApiParameter parameter)
    {
        if (!request.Query.TryGetValue(parameter.Name, out var values))
            return null;
        var value = values.ToString();
        if (value.Length == 0)
            throw Invalid(parameter.Name, $"'{parameter.Name}' has no value. Leave it out where you mean none.");
        if (parameter.Values.Count > 0 && !parameter.Values.Contains(value, StringComparer.Ordinal))
            throw Invalid(parameter.Name, $"'{parameter.Name}' is {string.Join(" or ", parameter.Values)}, not '{Shorten(value)}'.");
        return value;
    }

    public static int Limit(HttpRequest request) => (int)(Number(request, ApiParameters.Limit) ?? ApiParameters.PageDefault);

    public static ReadDirection Direction(HttpRequest request) =>
        Text(request, ApiParameters.Direction) is "backward" ? ReadDirection.Backward : ReadDirection.Forward;

    /// <summary>The event types; empty for all.</summary>
    public static HashSet<string> Types(HttpRequest request)
    {
        var types = request.Query[ApiParameters.Types.Name]
            .SelectMany(value => (value ?? "").Split(','))
            .ToHashSet(StringComparer.Ordinal);
        if (types.Contains(""))
            throw Invalid(ApiParameters.Types.Name, "'types' names an event type without a letter. Write them with commas between.");
        if (types.Count > TypesMax)
            throw Invalid(ApiParameters.Types.Name, $"'types' names {types.Count} event types; at most {TypesMax} are read.");
        return types;
    }

    /// <summary>A stream named by its plain id in the query; null where there is none.</summary>
    public static StreamId? OnlyStream(HttpRequest request) =>
        Text(request, ApiParameters.OnlyStream) is { } text ? ParseStream(text, ApiParameters.OnlyStream.Name) : null;

    /// <summary>A position, <c>start</c> or <c>now</c> in the query; null where there is none.</summary>
    public static FeedPosition? After(HttpRequest request, FeedPosition head) =>
        Text(request, ApiParameters.AfterPosition) is { } text ? ParsePosition(text, ApiParameters.AfterPosition.Name, head) : null;

    /// <summary>The stream in the path.</summary>
    public static StreamId Stream(HttpRequest request)
    {
        var segment = request.RouteValues[ApiParameters.Stream.Name]?.ToString() ?? "";
        // The server leaves an escaped slash as it is, so what a plain id with '%' means can't be told.
        if (segment.Contains('%', StringComparison.Ordinal))
            throw Invalid(ApiParameters.Stream.Name, "Stream ids with '/' or '%' travel as '~' and the base64url of their UTF-8.");
        return AppUrls.ReadStreamSegment(segment) is { } text
            ? ParseStream(text, ApiParameters.Stream.Name)
            : throw Invalid(ApiParameters.Stream.Name, "What follows '~' in the address is not the base64url of a text in UTF-8.");
    }

    /// <summary>A stream version in the path.</summary>
    public static StreamVersion Version(HttpRequest request) =>
        request.RouteValues["version"]?.ToString() is { } text && StreamVersion.TryParse(text, out var version)
            ? version
            : throw Invalid("version", $"'{Shorten(request.RouteValues["version"]?.ToString() ?? "")}' is no stream version: a whole number from 0.");

    public static long? Number(HttpRequest request, ApiParameter parameter)
    {
        var (min, max, _) = parameter.Number ?? throw new InvalidOperationException($"Expected '{parameter.Name}' to be a number.");
        if (Text(request, parameter) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Invalid(parameter.Name, $"'{parameter.Name}' is a whole number from {min} to {max}, not '{Shorten(text)}'.", parameter.Name);
    }

    public static FeedPosition ParsePosition(string text, string parameter, FeedPosition head)
    {
        if (Client.Contracts.FeedSubscriptionRequest.Start == text)
            return FeedPosition.Start;
        if (Client.Contracts.FeedSubscriptionRequest.Now == text)
            return head;
        if (!FeedPosition.TryParse(text, out var position))
            throw Invalid(parameter, $"'{Shorten(text)}' is no position: 'start', 'now', or one that this server printed.");
        return position <= head
            ? position
            : throw Invalid(parameter, $"The position {position} is beyond the end of the feed ({head}): it was printed by another store.");
    }

    public static StreamId ParseStream(string text, string parameter) =>
        StreamId.TryParse(text, out var stream)
            ? stream
            : throw Invalid(parameter, StreamId.Check(text) ?? "The stream id is not one.");

    public static RequestRefusedException Invalid(string parameter, string detail, string? limit = null) =>
        Refuse(ProblemKind.InvalidRequest.With(detail, parameter, limit));

    public static RequestRefusedException Refuse(Client.Contracts.ApiProblem problem) => new(problem);

    /// <summary>What a caller sent, short enough to be sent back.</summary>
    public static string Shorten(string text)
    {
        const int lengthMax = 80;
        if (text.Length <= lengthMax)
            return text;
        var end = char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax;
        return $"{text[..end]}…";
    }
}
