using System.Globalization;
using System.Text.Json;

namespace EventAdmin.Web.Tests.Api;

/// <summary>An operation as the document has it.</summary>
internal sealed record DescribedOperation(string Path, HttpMethod Method, JsonElement Value)
{
    public string Id => Text("operationId") ?? throw new InvalidOperationException($"Expected {Route} to have a name.");

    public string Route => $"{Method} {Path}";

    public IEnumerable<JsonElement> Parameters => Value.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    public IEnumerable<int> Statuses => Value.GetProperty("responses").EnumerateObject().Select(answer => int.Parse(answer.Name, CultureInfo.InvariantCulture));

    public string? Text(string name) => Value.TryGetProperty(name, out var text) ? text.GetString() : null;

    public IEnumerable<string> ParametersIn(string place) =>
        Parameters.Where(parameter => parameter.GetProperty("in").GetString() == place).Select(parameter => parameter.GetProperty("name").GetString()!);

    /// <summary>Every body, of requests and of answers, by its media type.</summary>
    public IEnumerable<JsonProperty> Contents()
    {
        if (Value.TryGetProperty("requestBody", out var body))
        {
            foreach (var content in body.GetProperty("content").EnumerateObject())
                yield return content;
        }

        foreach (var answer in Value.GetProperty("responses").EnumerateObject())
        {
            if (!answer.Value.TryGetProperty("content", out var contents))
                continue;
            foreach (var content in contents.EnumerateObject())
                yield return content;
        }
    }

    /// <summary>The address by the parameters' own examples: those in the path, the ones that must be there, and one more.</summary>
    public string AddressWith(string? name = null, string? value = null)
    {
        var address = Path;
        var query = new List<string>();
        foreach (var parameter in Parameters)
        {
            var (own, example) = (parameter.GetProperty("name").GetString()!, Uri.EscapeDataString(parameter.GetProperty("example").ToString()));
            if (parameter.GetProperty("in").GetString() == "path")
                address = address.Replace($"{{{own}}}", example, StringComparison.Ordinal);
            else if (own != name && parameter.TryGetProperty("required", out var required) && required.GetBoolean())
                query.Add($"{own}={example}");
        }

        if (name is not null)
            query.Add($"{name}={Uri.EscapeDataString(value ?? "")}");
        // An instant is what 'by' is about.
        if (name == "by")
            query.Add("at=2026-03-01T12:00:00Z");
        return query.Count == 0 ? address : $"{address}?{string.Join('&', query)}";
    }

    /// <summary>The example of the request's body in its first form; null where it has none.</summary>
    public string? Body => Value.TryGetProperty("requestBody", out var body)
        ? body.GetProperty("content").EnumerateObject().First().Value.GetProperty("example").GetRawText()
        : null;
}
