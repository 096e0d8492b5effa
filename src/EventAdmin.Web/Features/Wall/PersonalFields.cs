using System.Collections.Frozen;
using EventAdmin.EventSourcing.Serialization;

namespace EventAdmin.Web.Features.Wall;

/// <summary>
/// Keeps what tells of a person off walls. A path is refused when an event type declares it as the key of somebody or something, or when a
/// step of it is called as personal data and free text are called. Whoever passes by reads a wall, so the doubt goes against showing.
/// </summary>
internal static class PersonalFields
{
    private const string DataRoot = "data.";
    private const int LengthMax = 100;

    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
        [
            "account", "actor", "address", "age", "author", "birth", "birthday", "card", "cell", "city", "claim", "comment", "contact", "customer",
            "description", "device", "dob", "driver", "email", "employee", "face", "family", "fax", "firstname", "fullname", "gender", "geo", "given",
            "guest", "health", "iban", "identity", "income", "insurance", "ip", "lastname", "latitude", "location", "login", "longitude", "mail",
            "member", "message", "mobile", "name", "names", "nationality", "nickname", "note", "notes", "number", "owner", "passport", "password",
            "patient", "person", "phone", "photo", "postal", "postcode", "race", "recipient", "religion", "salary", "secret", "sender", "sex", "ssn",
            "street", "surname", "tax", "telephone", "text", "token", "user", "username", "vat", "zip",
        ],
        StringComparer.Ordinal);

    /// <summary>Why a board may not show the value at a path; null when it may.</summary>
    public static string? WhyRefused(string path, EventTypeRegistry types)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(types);
        if (!path.StartsWith(DataRoot, StringComparison.Ordinal) || path.Length is 5 or > LengthMax)
            return $"names '{path}'; a field is a path into an event's data, such as data.title. Streams, actors and metadata are never shown on a wall.";
        if (types.All.FirstOrDefault(type => type.Subjects.Any(subject => IsWithin(path, subject.Path))) is { } type)
            return $"names '{path}', which is a key of {type.Name}: it says who or what the event is about, and a wall shows nothing personal.";
        var personal = path[DataRoot.Length..].Split(['.', '['])
            .SelectMany(step => SentenceWriter.SplitWords(step).Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(step))
            .Select(word => word.TrimEnd(']').ToLowerInvariant())
            .FirstOrDefault(Words.Contains);
        return personal is null ? null : $"names '{path}', and '{personal}' may tell of a person: a wall shows nothing personal.";
    }

    private static bool IsWithin(string path, string key) =>
        string.Equals(path, key, StringComparison.Ordinal) || path.StartsWith(key + ".", StringComparison.Ordinal);
}
