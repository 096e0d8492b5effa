using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace EventAdmin.Client;

/// <summary>Addresses of the API, relative to the server's.</summary>
internal static class ApiPaths
{
    public const string Appends = "api/appends";

    public static string Stream(string stream) => $"api/streams/{Segment(stream)}";

    public static string Correlation(string id) => $"api/correlations/{Segment(id)}";

    public static string Events(string stream) => $"{Stream(stream)}/events";

    public static string Event(string stream, long version) => $"{Events(stream)}/{Text(version)}";

    /// <summary>The address with the parameters that have a value.</summary>
    public static Uri With(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            if (value is null)
                continue;
            query.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return new Uri(query.ToString(), UriKind.Relative);
    }

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // '~' and base64url carries every id unharmed through whatever stands between.
    private static string Segment(string text) => $"~{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))}";
}
