using System.Globalization;
using System.Text.Json;

namespace EventAdmin.EventSourcing.Serialization;

/// <summary>Paths into JSON: names joined by dots, <c>[n]</c> for the item at place n of an array: <c>devices[0].name</c>.</summary>
public static class JsonPath
{
    /// <summary>The value at <paramref name="path"/> below <paramref name="root"/>, or null when there is none or it is JSON null.</summary>
    public static JsonElement? Find(JsonElement root, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var current = root;
        foreach (var step in path.Split('.'))
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? step : step[..bracket];
            if (name.Length > 0 && (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(name, out current)))
                return null;
            if (bracket >= 0 && !TryIndex(step.AsSpan(bracket), ref current))
                return null;
        }

        return current.ValueKind == JsonValueKind.Null ? null : current;
    }

    private static bool TryIndex(ReadOnlySpan<char> brackets, ref JsonElement current)
    {
        while (brackets.Length > 0)
        {
            var end = brackets.IndexOf(']');
            if (brackets[0] != '[' || end < 0
                || !int.TryParse(brackets[1..end], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                || current.ValueKind != JsonValueKind.Array || index >= current.GetArrayLength())
            {
                return false;
            }

            current = current[index];
            brackets = brackets[(end + 1)..];
        }

        return true;
    }
}
