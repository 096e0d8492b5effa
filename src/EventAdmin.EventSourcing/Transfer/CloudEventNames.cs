using System.Globalization;

namespace EventAdmin.EventSourcing.Transfer;

/// <summary>Names of CloudEvents attributes, those of the specification and ours, and what metadata calls what has no place of its own.</summary>
internal static class CloudEventNames
{
    public const string SpecVersion = "specversion";
    public const string Id = "id";
    public const string Source = "source";
    public const string Type = "type";
    public const string Subject = "subject";
    public const string Time = "time";
    public const string ContentType = "datacontenttype";
    public const string Schema = "dataschema";
    public const string Json = "data";
    public const string Base64 = "data_base64";

    public const string SchemaVersion = "schemaversion";
    public const string CorrelationId = "correlationid";
    public const string CausationId = "causationid";
    public const string Actor = "actor";

    // Assigned by a store: written by export, passed over by import, because the store that takes the event assigns its own.
    public const string RecordedTime = "recordedtime";
    public const string StreamVersion = "streamversion";
    public const string FeedPosition = "feedposition";

    // Names in an event's extensions that no attribute can have: the text of an id or time that an event can't hold as it came.
    public const string IdAsCame = "$id";
    public const string TimeAsCame = "$time";

    /// <summary>The source of events whose writer gave none; CloudEvents must have one.</summary>
    public const string NoSource = "urn:eventadmin";

    /// <summary>Names that are written from an event's own parts, so an extension can't have them.</summary>
    public static readonly IReadOnlySet<string> Own = new HashSet<string>(StringComparer.Ordinal)
    {
        SpecVersion, Id, Source, Type, Subject, Time, ContentType, Schema, Json, Base64, SchemaVersion, CorrelationId, CausationId, Actor,
        RecordedTime, StreamVersion, FeedPosition, IdAsCame, TimeAsCame,
    };

    public static string Print(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>True for <c>application/json</c>, <c>text/json</c> and everything that ends in <c>+json</c>.</summary>
    public static bool IsJsonType(string contentType)
    {
        var media = MediaOf(contentType);
        return media.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>True for text that people read.</summary>
    public static bool IsTextType(string contentType)
    {
        var media = MediaOf(contentType);
        return media.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || media.EndsWith("/xml", StringComparison.OrdinalIgnoreCase)
            || media.EndsWith("+xml", StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlySpan<char> MediaOf(string contentType)
    {
        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        return contentType.AsSpan(0, end < 0 ? contentType.Length : end).Trim();
    }
}
