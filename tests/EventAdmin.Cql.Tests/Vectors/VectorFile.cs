using System.Text.Json;

namespace EventAdmin.Cql.Tests.Vectors;

/// <summary>The conformance vectors: values only, made by implementations that are not ours.</summary>
internal static class VectorFile
{
    public static readonly JsonElement Root = Load();

    /// <summary>The entries below <paramref name="path"/> (keys joined by '/') as theory rows: index and a label for people.</summary>
    public static TheoryData<int, string> Rows(string path)
    {
        var rows = new TheoryData<int, string>();
        var entries = At(path);
        for (var index = 0; index < entries.GetArrayLength(); index++)
            rows.Add(index, LabelOf(entries[index]));
        return rows;
    }

    public static JsonElement At(string path) =>
        path.Split('/').Aggregate(Root, static (element, key) => element.GetProperty(key));

    public static JsonElement Entry(string path, int index) => At(path)[index];

    public static string Text(this JsonElement entry, string field) =>
        entry.GetProperty(field).GetString() ?? throw new InvalidOperationException($"{field} is null.");

    public static string? TextOrNull(this JsonElement entry, string field) =>
        entry.TryGetProperty(field, out var value) ? value.GetString() : null;

    public static byte[] Bytes(this JsonElement entry, string field) => Convert.FromHexString(entry.Text(field));

    private static string LabelOf(JsonElement entry)
    {
        var label = string.Join(' ', entry.EnumerateObject()
            .Where(static field => field.Value.ValueKind == JsonValueKind.String && field.Name != "note")
            .Select(static field => field.Value.GetString()));
        return label.Length <= 80 ? label : label[..80];
    }

    private static JsonElement Load()
    {
        using var stream = typeof(VectorFile).Assembly.GetManifestResourceStream("cql-vectors.json")
            ?? throw new InvalidOperationException("The vectors are not part of the test assembly.");
        return JsonDocument.Parse(stream).RootElement;
    }
}
