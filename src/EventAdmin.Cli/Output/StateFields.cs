using System.Globalization;
using System.Text.Json;

namespace EventAdmin.Cli.Output;

/// <summary>A field that differs between two states; null on the side where it is not there.</summary>
internal sealed record FieldDifference(string Path, string? From, string? To)
{
    public string Kind => From is null ? "added" : To is null ? "removed" : "changed";
}

/// <summary>The fields of a state by their paths (<c>devices[0].name</c>), each with its value as it is written.</summary>
internal static class StateFields
{
    /// <summary>What differs, in the order of the first state, then what only the second one has.</summary>
    public static IReadOnlyList<FieldDifference> Compare(JsonElement from, JsonElement to)
    {
        var (before, after) = (Read(from), Read(to));
        var differences = new List<FieldDifference>();
        foreach (var (path, value) in before)
        {
            var now = after.GetValueOrDefault(path);
            if (now != value)
                differences.Add(new FieldDifference(path, value, now));
        }

        differences.AddRange(after.Where(field => !before.ContainsKey(field.Key)).Select(field => new FieldDifference(field.Key, null, field.Value)));
        return differences;
    }

    private static OrderedDictionary<string, string> Read(JsonElement state)
    {
        var fields = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        Add(fields, "", state);
        return fields;
    }

    private static void Add(OrderedDictionary<string, string> fields, string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                foreach (var member in value.EnumerateObject())
                    Add(fields, Member(path, member.Name), member.Value);
                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                foreach (var (index, item) in value.EnumerateArray().Index())
                    Add(fields, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), item);
                break;
            default:
                fields[path.Length == 0 ? "." : path] = Text(value);
                break;
        }
    }

    // Escapes of a text say nothing about it; digits of a number do.
    private static string Text(JsonElement value) =>
        value.ValueKind is JsonValueKind.String ? JsonSerializer.Serialize(value.GetString(), Client.WireJson.Options) : value.GetRawText();

    private static string Member(string path, string name)
    {
        var isPlain = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '$');
        if (!isPlain)
            return $"{path}[{JsonSerializer.Serialize(name, Client.WireJson.Options)}]";
        return path.Length == 0 ? name : $"{path}.{name}";
    }
}
