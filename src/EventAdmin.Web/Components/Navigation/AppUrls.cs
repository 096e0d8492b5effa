using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace EventAdmin.Web.Components.Navigation;

/// <summary>Every link of the product is made here, and every stream id in one is read here.</summary>
public static class AppUrls
{
    private const char EncodedMark = '~';

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Home => "/";

    public static string Live => "/live";

    public static string Welcome => "/welcome";

    public static string Store => "/ops/store";

    public static string Walls => "/wall";

    /// <summary>A board as a page of its own, for a screen on a wall.</summary>
    public const string WallRoute = "/wall/{board}";

    public const string WallStreamRoute = "/wall/stream/{board}";

    /// <summary>Where screens say how they are.</summary>
    public const string WallBeat = "/wall/beat";

    public static string Wall(string board) => "/wall/" + Uri.EscapeDataString(board);

    public static string WallStream(string board) => "/wall/stream/" + Uri.EscapeDataString(board);

    /// <summary>Everything, or one category, as a download of compressed CloudEvents lines.</summary>
    public static string Export(string? category = null) => "/api/export" + Query(("category", category));

    /// <summary>The route of a stream page; the parameter is read with <see cref="ReadStreamSegment"/>.</summary>
    public const string StreamRoute = "/streams/{Segment}";

    public const string EventRoute = "/streams/{Segment}/events/{Version:long}";

    public const string ReplayRoute = "/streams/{Segment}/replay";

    public const string EventByIdRoute = "/events/{EventId:guid}";

    public static string Find(string? text = null, string? kind = null) => "/find" + Query(("q", text), ("kind", kind));

    public static string Streams(string? prefix = null, string? category = null) =>
        "/streams" + Query(("prefix", prefix), ("category", category));

    public static string Stream(string streamId) => "/streams/" + StreamSegment(streamId);

    /// <summary>Every event of a stream, as a download of CloudEvents lines.</summary>
    public static string StreamExport(string streamId) => $"/api/streams/{StreamSegment(streamId)}/export";

    /// <summary>The stored bytes of one event's data, as a download.</summary>
    public static string EventPayload(string streamId, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/streams/{StreamSegment(streamId)}/events/{version}/payload");

    public static string Event(string streamId, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"/streams/{StreamSegment(streamId)}/events/{version}");

    public static string EventById(Guid eventId) => $"/events/{eventId:D}";

    /// <summary><paramref name="at"/> is <c>v57</c>, <c>empty</c> or an instant as <see cref="Instant"/> writes it; null means now.</summary>
    public static string Replay(string streamId, string? at = null) => $"/streams/{StreamSegment(streamId)}/replay" + Query(("at", at));

    /// <summary>An instant in a query: UTC, ending in Z.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);

    /// <summary>The query with what is set, escaped, in the order given; empty when nothing is.</summary>
    public static string Query(params IEnumerable<(string Name, string? Value)> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var query = new StringBuilder();
        foreach (var (name, value) in values)
        {
            if (value is null)
                continue;
            query.Append(query.Length is 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return query.ToString();
    }

    /// <summary>
    /// One path segment for a stream id. Ids that proxies or browsers would change on the way (slashes, percent signs, control characters,
    /// dot segments) travel as <c>~</c> and the base64url of their UTF-8.
    /// </summary>
    /// <exception cref="ArgumentException">The id is empty or not well-formed UTF-16.</exception>
    public static string StreamSegment(string streamId)
    {
        ArgumentException.ThrowIfNullOrEmpty(streamId);
        byte[] utf8;
        try
        {
            utf8 = StrictUtf8.GetBytes(streamId);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException("A stream id has no lone surrogates.", nameof(streamId), exception);
        }

        return IsPlain(streamId) ? Uri.EscapeDataString(streamId) : EncodedMark + Base64Url.EncodeToString(utf8);
    }

    /// <summary>The stream id in a path segment that routing has unescaped once; null where the segment is no such thing.</summary>
    public static string? ReadStreamSegment(string? segment)
    {
        if (string.IsNullOrEmpty(segment))
            return null;
        if (segment[0] != EncodedMark)
            return segment;
        try
        {
            return StrictUtf8.GetString(Base64Url.DecodeFromChars(segment.AsSpan(1)));
        }
        catch (FormatException)
        {
            return null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The stream whose page, or a page below it, is at an absolute address; null elsewhere.</summary>
    public static string? StreamOf(string uri)
    {
        var segments = new Uri(uri).AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments is ["streams", var segment, ..] ? ReadStreamSegment(Uri.UnescapeDataString(segment)) : null;
    }

    private static bool IsPlain(string streamId) =>
        streamId is not ("." or "..")
        && streamId[0] != EncodedMark
        && !streamId.Any(static character => character is '/' or '\\' or '%' || char.IsControl(character));
}
