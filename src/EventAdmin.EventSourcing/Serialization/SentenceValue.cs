using System.Globalization;
using System.Text.Json;
using System.Xml;

namespace EventAdmin.EventSourcing.Serialization;

/// <summary>Prints a JSON value for a sentence, by one of the formats of <see cref="SentenceTemplate"/>; as stored when the format does not fit.</summary>
internal static class SentenceValue
{
    private const int ListItemsMax = 8;

    public static string Print(JsonElement value, string? format) => format switch
    {
        "date" when ReadInstant(value) is { } date => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture),
        "instant" when ReadInstant(value) is { } instant =>
            instant.ToUniversalTime().ToString("d MMM yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture),
        "duration" when ReadDuration(value) is { } duration => PrintDuration(duration),
        "enum" when value.ValueKind == JsonValueKind.String => SentenceWriter.SplitWords(value.GetString() ?? "").ToLowerInvariant(),
        "list" when value.ValueKind == JsonValueKind.Array => PrintList(value),
        "money" when value.ValueKind == JsonValueKind.Object => PrintMoney(value),
        _ => PrintText(value),
    };

    private static string PrintText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value.GetRawText(),
    };

    private static string PrintList(JsonElement value)
    {
        var items = value.EnumerateArray().Take(ListItemsMax).Select(PrintText);
        var rest = value.GetArrayLength() - ListItemsMax;
        return string.Join(", ", items) + (rest > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {rest} more") : "");
    }

    private static string PrintMoney(JsonElement value) =>
        value.TryGetProperty("amount", out var amount) && value.TryGetProperty("currency", out var currency)
            ? $"{PrintText(amount)} {PrintText(currency)}"
            : PrintText(value);

    private static DateTimeOffset? ReadInstant(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;

    private static TimeSpan? ReadDuration(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text)
            return null;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span))
            return span;
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (FormatException)
        {
            // Not an ISO 8601 duration either: it is printed as stored.
            return null;
        }
    }

    private static string PrintDuration(TimeSpan duration) => duration switch
    {
        { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Days} d {duration.Hours} h"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Hours} h {duration.Minutes} min"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes} min {duration.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###} s"),
    };
}
